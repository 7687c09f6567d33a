/** Vitest reporter: ends a run with its ten slowest files, and with what was left out and how to get it. */
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** How many files are named. */
const named = 10;

/** The reason why a test was left out, from the name of a group around it: after a dash, `skipped: …`. */
const reasonIn = (name: string): string | null => / — skipped: (.*?)(?: > |$)/s.exec(name)?.[1] ?? null;

/** One line for each reason, with its number of tests; those without a reason last. */
export function leftOut(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) {
    const reason = reasonIn(name) ?? 'no reason given';
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => `  ${count} tests: ${reason}`);
}

/** The slowest files, in seconds of their tests and of what they import, each with its project. */
export function slowest(files: readonly { name: string; ms: number }[]): string[] {
  return files
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, named)
    .map(({ name, ms }) => `${(ms / 1_000).toFixed(1).padStart(7)} s  ${name}`);
}

/** All that a file took of its worker, in ms. */
function durationOf(file: TestModule): number {
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } =
    file.diagnostic();
  return environmentSetupDuration + prepareDuration + collectDuration + setupDuration + duration;
}

const isSkipped = (test: TestCase): boolean => test.result().state === 'skipped';

export default class EndReporter implements Reporter {
  onTestRunEnd(files: readonly TestModule[]): void {
    const times = files.map((file) => ({
      name: `${file.project.name}  ${file.relativeModuleId}`,
      ms: durationOf(file),
    }));
    console.log(['', 'The slowest files:', ...slowest(times)].join('\n'));
    const skipped = files
      .flatMap((file) => [...file.children.allTests()])
      .filter(isSkipped)
      .map(({ fullName }) => fullName);
    if (skipped.length > 0) console.log(['', 'Left out:', ...leftOut(skipped)].join('\n'));
  }
}
