/** What became of tfjs-core's tests on two backends, and what that says. Pure. */

/** A test; with a message where it failed. */
export interface Outcome {
  readonly message?: string;
}
/** Those that ran, by their full names. */
export type Outcomes = Readonly<Record<string, Outcome>>;

export interface Difference {
  /** Fails on ours and passes on the other, with what it says. */
  readonly worse: readonly string[];
  /** Fails on the other and passes on ours. */
  readonly better: readonly string[];
  /** Ran on the other alone: tfjs wrote it for that backend. */
  readonly absent: readonly string[];
}

const failed = (outcome: Outcome | undefined): boolean => outcome?.message !== undefined;

/** How ours differs from the other. */
export function difference(ours: Outcomes, other: Outcomes): Difference {
  const ran = Object.entries(ours);
  return {
    worse: ran
      .filter(([name, outcome]) => failed(outcome) && !failed(other[name]))
      .map(([name, { message }]) => `${name}\n    ${message?.split('\n')[0] ?? ''}`),
    better: ran.filter(([name, outcome]) => !failed(outcome) && failed(other[name])).map(([name]) => name),
    absent: Object.keys(other).filter((name) => !(name in ours)),
  };
}

/** `4160 passed, 1 failed`. */
export function tally(outcomes: Outcomes): string {
  const all = Object.values(outcomes);
  const failures = all.filter(failed).length;
  return `${all.length - failures} passed, ${failures} failed`;
}
