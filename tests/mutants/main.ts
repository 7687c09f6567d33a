/**
 * `npm run mutants`: puts small faults into lines of `src/`, one at a time, and runs the Node tests
 * of what depends on the file. A mutant that no test notices is named. It works in a checkout of
 * its own, `.cache/mutants`.
 *
 *     npm run mutants [-- --at COMMIT] [--count 30] [--seed 1]
 *
 * `--at` puts the same faults into another commit, to see what a change of the tests has lost or
 * won.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Rng } from '../../src/lib/rng';
import { mutantsOf, sample, withMutant, type Mutant } from './mutate';

const minute = 60_000;
/** The longest that the tests of one mutant may take. */
const patience = 10 * minute;

/**
 * `endless`: the tests were not over in time. A loop without an end is noticed so, and so is a busy
 * machine.
 */
type Outcome = 'noticed' | 'MISSED ' | 'endless';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.cache', 'mutants');
const { values } = parseArgs({
  options: {
    at: { type: 'string', default: 'HEAD' },
    count: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
  },
});

const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });

/** A checkout of the commit, with its packages and images. */
function checkOut(): void {
  git(root, 'worktree', 'prune');
  git(root, 'worktree', 'add', '--force', '--detach', folder, values.at);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, '.cache'));
  symlinkSync(join(root, '.cache', 'cifar10'), join(folder, '.cache', 'cifar10'));
}

/** What the tests of all that depends on the mutant's file make of it. */
function outcomeOf(mutant: Mutant): Outcome {
  const path = join(folder, mutant.path);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, withMutant(text, mutant));
  const projects = ['pure', 'unit', 'components'].flatMap((name) => ['--project', name]);
  const command = ['vitest', 'related', mutant.path, '--run', ...projects, '--bail', '1'];
  const { status } = spawnSync('npx', command, { cwd: folder, timeout: patience, stdio: 'ignore' });
  writeFileSync(path, text);
  return status === null ? 'endless' : status === 0 ? 'MISSED ' : 'noticed';
}

function run(): void {
  const paths = git(root, 'ls-files', 'src')
    .split('\n')
    .filter((path) => /(?<!\.d)\.tsx?$/.test(path));
  const all = paths.flatMap((path) => mutantsOf(path, readFileSync(join(root, path), 'utf8')));
  const random = Rng.of(Number(values.seed));
  const chosen = sample(all, Number(values.count), () => random.uniform());
  const outcomes = chosen.map((mutant) => {
    const outcome = outcomeOf(mutant);
    const { path, line, before, after } = mutant;
    console.log(`${outcome}  ${path}:${line}\n  - ${before.trim()}\n  + ${after.trim()}`);
    return outcome;
  });
  const many = (wanted: Outcome): number => outcomes.filter((outcome) => outcome === wanted).length;
  console.log(`${many('noticed')} of ${chosen.length} noticed, ${many('endless')} not over in time`);
}

checkOut();
try {
  run();
} finally {
  git(root, 'worktree', 'remove', '--force', folder);
}
