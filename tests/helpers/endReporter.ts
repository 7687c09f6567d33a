/**
 * Vitest reporter: ends a run with its ten slowest files, and with what was left out and how to get
 * it.
 */
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** How many files are named. */
const named = 10;

/**
 * The reason why a test was left out, from the name of a group around it: after a dash,
 * `skipped: …`.
 */
export const reasonIn = (name: string): string | null =>
  / — skipped: (.*?)(?: > |$)/s.exec(name)?.[1] ?? null;

/** One line for each reason, with its number of tests. */
export function leftOut(reasons: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `  ${count} ${count === 1 ? 'test' : 'tests'}: ${reason}`);
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

/**
 * Why a test was left out by itself or by a group around it. Null where it ran, or was not asked
 * for (`-t`).
 */
function reasonOf(test: TestCase): string | null {
  const result = test.result();
  return result.state === 'skipped' ? (result.note ?? reasonIn(test.fullName)) : null;
}

export default class EndReporter implements Reporter {
  onTestRunEnd(files: readonly TestModule[]): void {
    const times = files.map((file) => ({
      name: `${file.project.name}  ${file.relativeModuleId}`,
      ms: durationOf(file),
    }));
    console.log(['', 'The slowest files:', ...slowest(times)].join('\n'));
    const reasons = files
      .flatMap((file) => [...file.children.allTests()].map(reasonOf))
      .filter((reason) => reason !== null);
    if (reasons.length > 0) console.log(['', 'Left out:', ...leftOut(reasons)].join('\n'));
  }
}
