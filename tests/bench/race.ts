/**
 * One job's race: every contestant in its own process, the losses compared, the steps timed in
 * turns, the commands counted.
 */
import { messageOf } from '../../src/lib/result';
import type { Profile } from '../../src/protocol/device';
import type { Options } from './args';
import { Contender } from './contender';
import { contestantsOnCpu, type ContestantId, type Job, type JobId } from './jobs';
import { alternate, median, together } from './measure';
import type { Counts, Step } from './protocol';

/** What is known of a contestant; null or empty where it did not get so far. */
export interface Result {
  /** Without dropout, from the same weights on the same batch. */
  losses: readonly number[];
  /** Timed steps in milliseconds, as they came. */
  times: readonly number[];
  counts: Counts | null;
  profile: Profile | null;
  remarks: readonly string[];
  /** Why it went no further. */
  failure: string | null;
}

export interface RaceResult {
  readonly job: Job;
  /** Images in a step. */
  readonly batch: number;
  readonly adapter: string | null;
  readonly results: ReadonlyMap<ContestantId, Result>;
}

const medianOf = (times: readonly number[]): number | null => (times.length > 0 ? median(times) : null);

/** The median step of a contestant in milliseconds, or null. */
export const stepMs = ({ results }: RaceResult, id: ContestantId): number | null =>
  medianOf(results.get(id)?.times ?? []);

/** Who is left out with `--quick`: stock's ratio is that of `alexnet67` itself. */
const quickAbsent: Readonly<Partial<Record<JobId, ContestantId>>> = { 'alexnet67-plain': 'stock' };

/** Who takes part in a job. */
function entrants(job: Job, { adapter, timing, stock }: Options): readonly ContestantId[] {
  if (adapter === 'wasm') return contestantsOnCpu(job, stock);
  return timing.quick ? job.contestants.filter((id) => id !== quickAbsent[job.id]) : job.contestants;
}

/** With dropout, where the network has it, as it is trained. */
const trainedDropout = 0.5;

class Race {
  readonly results = new Map<ContestantId, Result>();
  private readonly contenders = new Map<ContestantId, Contender>();
  private readonly batch: number;
  private adapter: string | null = null;

  constructor(
    private readonly job: Job,
    private readonly options: Options,
    private readonly deadline: number,
    private readonly say: (text: string) => void,
  ) {
    const { quick } = options.timing;
    this.batch = quick ? job.quickBatch : job.batch;
    for (const id of entrants(job, options)) {
      this.contenders.set(id, new Contender(id, options.adapter));
      const result = { losses: [], times: [], counts: null, profile: null, remarks: [], failure: null };
      this.results.set(id, result);
    }
  }

  /** The longest that the next answer may take. */
  private get limitMs(): number {
    const left = this.deadline - performance.now();
    if (left <= 0) throw new Error('left out: no time left');
    return Math.min(left, this.options.timing.answerMs);
  }

  private readonly fail = (id: ContestantId, thrown: unknown): void => {
    this.update(id, { failure: messageOf(thrown) });
    this.contenders.get(id)?.end();
    this.contenders.delete(id);
    this.say(`${this.job.id}: ${id} failed: ${messageOf(thrown)}`);
  };

  private update(id: ContestantId, change: Partial<Result>): void {
    Object.assign(this.results.get(id) ?? {}, change);
  }

  /** A turn for each contender that is still in the race. */
  private turnsOf<T>(
    what: string,
    turn: (contender: Contender) => Promise<T>,
  ): Map<ContestantId, () => Promise<T>> {
    this.say(`${this.job.id}: ${what}`);
    return new Map([...this.contenders].map(([id, contender]) => [id, () => turn(contender)]));
  }

  private readonly step = (contender: Contender): Promise<Step> =>
    contender.ask<'step'>({ kind: 'step' }, this.limitMs);

  /**
   * Everyone builds the network and takes the step that compiles, all at once: nothing is timed.
   * Their losses.
   */
  private async start(dropout: number): Promise<Map<ContestantId, number[]>> {
    const { id: job } = this.job;
    const turns = this.turnsOf(`start and first step, dropout ${dropout}`, async (contender) => {
      const request = { kind: 'start', job, batch: this.batch, dropout } as const;
      const started = await contender.ask<'start'>(request, this.limitMs);
      this.adapter ??= started.adapter;
      this.update(contender.id, { remarks: started.remarks });
      return this.step(contender);
    });
    const first = await together(turns, this.fail);
    return new Map([...first].map(([id, { loss }]) => [id, [loss]]));
  }

  /** Ours alone, before the others begin. Its process keeps the tiles. */
  private async tune(): Promise<void> {
    const ours = this.contenders.get('ours');
    if (!ours) return;
    this.say(`${this.job.id}: tune`);
    try {
      const request = {
        kind: 'start',
        job: this.job.id,
        batch: this.batch,
        dropout: trainedDropout,
      } as const;
      await ours.ask<'start'>(request, this.limitMs);
      const tiles = await ours.ask<'tune'>({ kind: 'tune' }, this.limitMs);
      for (const [shape, tile] of Object.entries(tiles)) this.say(`  ${shape}: ${tile}`);
    } catch (thrown) {
      this.fail('ours', thrown);
    }
  }

  /**
   * tfjs's CPU backend on the CPU: its first step is its only one, without dropout, timed before
   * the others begin. No module or shader is compiled in it; what V8's compiler would gain in later
   * steps is not measured.
   */
  private async stockOnce(): Promise<void> {
    const stock = this.contenders.get('stock');
    if (!stock) return;
    this.say(`${this.job.id}: one step of tfjs’s CPU backend`);
    try {
      const request = { kind: 'start', job: this.job.id, batch: this.batch, dropout: 0 } as const;
      await stock.ask<'start'>(request, this.limitMs);
      const { ms, loss } = await this.step(stock);
      this.update('stock', { losses: [loss], times: [ms], remarks: ['one step, its first'] });
      stock.end();
      this.contenders.delete('stock');
    } catch (thrown) {
      this.fail('stock', thrown);
    }
  }

  async run(): Promise<RaceResult> {
    const { lossSteps, rounds, quick } = this.options.timing;
    const onCpu = this.options.adapter === 'wasm';
    if (this.options.tune) await this.tune();
    if (onCpu) await this.stockOnce();
    const first = await this.start(0);
    const more = await alternate(this.turnsOf('losses', this.step), lossSteps - 1, this.fail);
    for (const [id, losses] of first)
      this.update(id, { losses: [...losses, ...(more.get(id) ?? []).map(({ loss }) => loss)] });
    if (!quick && this.job.network(0).layers.some(({ kind }) => kind === 'dropout'))
      await this.start(trainedDropout);
    const timed = await alternate(this.turnsOf(`${rounds} rounds`, this.step), rounds, this.fail);
    for (const [id, steps] of timed) this.update(id, { times: steps.map(({ ms }) => ms) });
    if (!onCpu) await this.count(quick);
    if (this.options.profile && this.job.id !== 'alexnet67-plain') await this.profile(quick);
    return { job: this.job, batch: this.batch, adapter: this.adapter, results: this.results };
  }

  /** What a step has of commands and buffers. */
  private async count(quick: boolean): Promise<void> {
    const count = (contender: Contender): Promise<Counts | null> =>
      quick && contender.id !== 'ours'
        ? Promise.resolve(null)
        : contender.ask<'count'>({ kind: 'count' }, this.limitMs);
    const counted = await alternate(this.turnsOf('count', count), 1, this.fail);
    for (const [id, [counts]] of counted) this.update(id, { counts: counts ?? null });
  }

  /** Ours alone, the others' processes being idle. */
  private async profile(quick: boolean): Promise<void> {
    const ours = this.contenders.get('ours');
    if (!ours) return;
    this.say(`${this.job.id}: each layer and pass`);
    try {
      this.update('ours', { profile: await ours.ask<'profile'>({ kind: 'profile', quick }, this.limitMs) });
    } catch (thrown) {
      this.fail('ours', thrown);
    }
  }

  end(): void {
    for (const contender of this.contenders.values()) contender.end();
  }
}

/**
 * `deadline`: as `performance.now()` counts; what is not done by then is left out. Never rejects
 * because of a contestant.
 */
export async function race(
  job: Job,
  options: Options,
  deadline: number,
  say: (text: string) => void,
): Promise<RaceResult> {
  const run = new Race(job, options, deadline, say);
  try {
    return await run.run();
  } finally {
    run.end();
  }
}
