/** Listens to a run's signs, and each second to whether there are any, and tells the store how it goes. Page side; draws nothing. */
import { shallow } from 'zustand/shallow';
import type { EngineEvent } from '../protocol/events';
import { awake, freshTempo, heard, paceAt, seen, type Tempo } from '../store/pace';
import type { LabStore } from '../store/store';

/** A browser lengthens it to a minute in a tab that was hidden for long. */
const tickMs = 1_000;

/** What a run tells while it goes on. */
const signs = new Set<EngineEvent['type']>(['batch', 'validating', 'epoch', 'gallery', 'note', 'saved']);

export class Pulse {
  private tempo: Tempo | null = null;
  private run = '';
  private timer: ReturnType<typeof setInterval> | undefined;

  /** `now`: milliseconds since 1970. That clock goes on while the machine sleeps; others need not. */
  constructor(
    private readonly store: LabStore,
    private readonly now: () => number = Date.now,
  ) {}

  /** Takes an event of the engine, after the store. */
  hear(event: EngineEvent): void {
    if (event.type === 'run-started') this.begin(event.id);
    else if (event.type === 'status') this.follow(event.status === 'training');
    else if (this.timer !== undefined && signs.has(event.type)) {
      const batch = event.type === 'batch' ? { ...event.logs, steps: event.logs.steps.length } : null;
      this.update((tempo, now) => heard(tempo, now, batch));
    }
  }

  /** The page is hidden or seen from now on. */
  visible(visible: boolean): void {
    if (this.timer !== undefined) this.update((tempo, now) => seen(tempo, now, !visible));
  }

  /** A run that goes on after a failure remembers that the machine slept: that may have been its cause. */
  private begin(id: string): void {
    const slept = id === this.run ? (this.tempo?.slept ?? null) : null;
    this.run = id;
    this.tempo = { ...freshTempo(this.now()), slept };
    this.store.setState({ pace: null });
  }

  /** While it is paused or over nothing is expected of it. */
  private follow(goes: boolean): void {
    clearInterval(this.timer);
    this.timer = undefined;
    if (!goes || !this.tempo) return;
    const now = this.now();
    this.tempo = { ...this.tempo, heardAt: now, awakeAt: now };
    this.timer = setInterval(() => this.update(awake), tickMs);
  }

  private update(change: (tempo: Tempo, now: number) => Tempo): void {
    if (!this.tempo) return;
    const now = this.now();
    this.tempo = change(this.tempo, now);
    const pace = paceAt(this.tempo, now);
    if (!shallow(pace, this.store.getState().pace)) this.store.setState({ pace });
  }
}
