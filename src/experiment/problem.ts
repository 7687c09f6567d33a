/** What was wrong with the address. Types only. */

/** A parameter, or a part of one, that was refused. `allowed` is a range or a list of values. */
export interface UrlProblem {
  readonly key: string;
  readonly value: string;
  /**
   * `dropped`: of a list, these items were left out. `tooLong`: the text was left out; `value` is its length in characters. `more`:
   * so many others, `value`, are not told one by one.
   */
  readonly reason: 'unknown' | 'invalid' | 'conflict' | 'dropped' | 'tooLong' | 'more';
  readonly allowed: string;
}
