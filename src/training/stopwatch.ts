/** Seconds of work, with the time between `pause` and `resume` left out. Pure but for `performance.now`. */
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
