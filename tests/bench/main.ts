/**
 * The training step, side by side: `npm run bench -- [--quick] [--only lenet5,alexnet67] [--adapter
 * swiftshader] [--rounds 7] [--no-profile] [--tune] [--stock] [--count alexnet227@64]`. Tables and
 * a last line of JSON on stdout, progress on stderr. Only ratios of one run mean anything on a
 * shared machine.
 */
import { duration } from '../../src/lib/units';
import { messageOf } from '../../src/lib/result';
import { parseOptions, type Options } from './args';
import { Contender } from './contender';
import { jobs, type JobId } from './jobs';
import { race, type RaceResult } from './race';
import type { EngineFigures } from './protocol';
import { countText, jsonLine, raceText } from './report';
import { engineText, wasmJsonLine } from './wasmReport';

const say = (text: string): void =>
  void process.stderr.write(`${duration(performance.now() / 1000, 'en')}  ${text}\n`);

/**
 * Steps before the counted one: the first makes the optimizer's state, the second finds buffers to
 * reuse.
 */
const warmUps = 2;

/** Counts a step on the virtual device. */
async function countOnly(job: JobId, batch: number, { timing }: Options): Promise<void> {
  const ours = new Contender('ours', 'virtual');
  try {
    const { remarks } = await ours.ask<'start'>({ kind: 'start', job, batch, dropout: 0.5 }, timing.answerMs);
    for (let i = 0; i < warmUps; i++) await ours.ask<'step'>({ kind: 'step' }, timing.answerMs);
    const counts = await ours.ask<'count'>({ kind: 'count' }, timing.answerMs);
    const { dispatches, uniformBytes } = counts.step;
    console.log(
      `${job} at batch ${batch}, counted on a device that records and executes nothing; buffers are virtual`,
    );
    console.log(countText(`${job}@${batch}`, counts));
    for (const remark of remarks) console.log(`ours: ${remark}`);
    console.log(
      JSON.stringify({
        adapter: 'virtual',
        [job]: {
          batch,
          dispatches: dispatches + counts.batch.dispatches,
          bytes: counts.peakBytes,
          batch_bytes: counts.batch.dataBytes,
          uniform_bytes: uniformBytes + counts.batch.uniformBytes,
          other_bytes: counts.step.dataBytes,
        },
      }),
    );
  } finally {
    ours.end();
  }
}

/** The CPU engine by itself, in a process of its own; null where that fails. */
async function engineAlone({ timing }: Options): Promise<EngineFigures | null> {
  say('the engine by itself');
  const ours = new Contender('ours1', 'wasm');
  try {
    return await ours.ask<'engine'>({ kind: 'engine' }, timing.answerMs);
  } catch (thrown) {
    console.log(`The engine by itself: FAILED: ${messageOf(thrown)}`);
    return null;
  } finally {
    ours.end();
  }
}

const caption = ({ timing, only, adapter, stock }: Options): string[] => [
  `Adapter asked for: ${adapter}. In turns, medians of ${timing.rounds} steps, each up to its loss on the host.`,
  ...(adapter === 'wasm'
    ? [
        `On the CPU: ours with two threads, ours1 with one; stock is tfjs’s CPU backend${stock ? '' : ', left out of the AlexNets'}; jaxjs with two workers.`,
      ]
    : []),
  ...(timing.quick && adapter === 'wasm'
    ? [
        `Quick: ${timing.rounds} rounds, ${timing.lossSteps} steps of losses, no dropout, AlexNet at 67 px at batch ${jobs.alexnet67.quickBatch}; only ${only.join(', ')}; without alexnet67-plain, for which jax-js takes too long. It ends after ${duration(timing.budgetMs / 1000, 'en')}.`,
      ]
    : []),
  ...(timing.quick && adapter !== 'wasm'
    ? [
        `Quick: ${timing.rounds} rounds, ${timing.lossSteps} steps of losses, no dropout, short timings by layer, counts of ours alone, stock not in`,
        `alexnet67-plain, AlexNet at smaller batches; only ${only.join(', ')}. It ends after ${duration(timing.budgetMs / 1000, 'en')} and leaves out what is not done.`,
      ]
    : []),
];

async function raceAll(options: Options): Promise<void> {
  for (const line of caption(options)) console.log(line);
  const onCpu = options.adapter === 'wasm';
  // First, while nothing else runs.
  const engine = onCpu ? await engineAlone(options) : null;
  if (onCpu) console.log(`\n${engineText(engine)}`);
  const races: RaceResult[] = [];
  for (const id of options.only) {
    const result = await race(jobs[id], options, options.timing.budgetMs, say);
    races.push(result);
    console.log(`\n${raceText(result)}`);
  }
  console.log(`\n${onCpu ? wasmJsonLine(races, engine) : jsonLine(races)}`);
}

try {
  const options = parseOptions(process.argv.slice(2));
  await (options.count ? countOnly(options.count.job, options.count.batch, options) : raceAll(options));
} catch (thrown) {
  console.error(messageOf(thrown));
  process.exitCode = 1;
}
