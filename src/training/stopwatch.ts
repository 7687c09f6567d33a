/**
 * Measures seconds of work, without the time between `pause` and `resume`. Pure except for
 * `performance.now`.
 */
export class Stopwatch {
  private before = 0;
  private since: number | null = performance.now();

  /** Seconds counted so far. */
  get seconds(): number {
    return (this.before + (this.since === null ? 0 : performance.now() - this.since)) / 1000;
  }

  pause(): void {
    this.before = this.seconds * 1000;
    this.since = null;
  }

  resume(): void {
    this.since ??= performance.now();
  }
}
