/**
 * Follows the signs of a run, checks every second whether there are any, and writes the run's
 * health to the store. Page side; draws nothing.
 */
import { shallow } from 'zustand/shallow';
import type { EngineEvent } from '../protocol/events';
import {
  pageAwake,
  freshTimings,
  signReceived,
  healthAt,
  visibilityChanged,
  type StepTimings,
} from '../store/runHealth';
import type { LabStore } from '../store/store';

/** A browser lengthens it to a minute in a tab that has been hidden for long. */
const tickMs = 1_000;

/** Events that an active run sends. */
const signs = new Set<EngineEvent['type']>(['batch', 'validating', 'epoch', 'gallery', 'note', 'saved']);

export class RunMonitor {
  private timings: StepTimings | null = null;
  private run = '';
  private timer: ReturnType<typeof setInterval> | undefined;

  /**
   * `now`: milliseconds since 1970. That clock continues while the machine sleeps; others may not.
   */
  constructor(
    private readonly store: LabStore,
    private readonly now: () => number = Date.now,
  ) {}

  /** Handles an event of the engine, after the store. */
  receive(event: EngineEvent): void {
    if (event.type === 'run-started') this.startRun(event.id);
    else if (event.type === 'status') this.setTraining(event.status === 'training');
    else if (this.timer !== undefined && signs.has(event.type)) {
      const batch = event.type === 'batch' ? { ...event.logs, steps: event.logs.steps.length } : null;
      this.update((timings, now) => signReceived(timings, now, batch));
    }
  }

  /** The page is hidden or visible from now on. */
  visible(visible: boolean): void {
    if (this.timer !== undefined) this.update((timings, now) => visibilityChanged(timings, now, !visible));
  }

  /**
   * A run that continues after a failure remembers that the machine slept, which may have been the
   * cause.
   */
  private startRun(id: string): void {
    const slept = id === this.run ? (this.timings?.slept ?? null) : null;
    this.run = id;
    this.timings = { ...freshTimings(this.now()), slept };
    this.store.setState({ runHealth: null });
  }

  /** A paused or ended run is not expected to give signs. */
  private setTraining(goes: boolean): void {
    clearInterval(this.timer);
    this.timer = undefined;
    if (!goes || !this.timings) return;
    const now = this.now();
    this.timings = { ...this.timings, heardAt: now, awakeAt: now };
    this.timer = setInterval(() => this.update(pageAwake), tickMs);
  }

  private update(change: (timings: StepTimings, now: number) => StepTimings): void {
    if (!this.timings) return;
    const now = this.now();
    this.timings = change(this.timings, now);
    const health = healthAt(this.timings, now);
    if (!shallow(health, this.store.getState().runHealth)) this.store.setState({ runHealth: health });
  }
}
