/**
 * Keeps a run: its history as it goes, and snapshots at intervals such that saving takes at most a fiftieth of the time. A snapshot that
 * fails costs the run nothing but its protection, which is told. Worker or Node.
 */
import type { Archive } from '../checkpoint/archive';
import { SnapshotError } from '../checkpoint/format';
import type { RunState } from '../checkpoint/state';
import { addTensors, NotFiniteTensorError } from '../checkpoint/tensors';
import type { Experiment } from '../experiment/schema';
import { forgetCopy } from '../kernels/family';
import { messageOf } from '../lib/result';
import { append, emptySeries, type Series } from '../lib/series';
import type { EngineEvent, RunHistory } from '../protocol/events';
import type { Cursor, RunMemory, TrainEvent } from '../training/run';
import { NotFiniteError, scanWeights } from '../training/scan';
import type { Held } from './held';

/** Saving takes at most this share of the time. */
const share = 0.02;
/** Nor is it done more often: what is lost at worst. */
const leastIntervalMs = 10_000;

/** A run's identity; the same for all runs that continue it. */
export interface RunIdentity {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

export interface KeeperOptions {
  /** Null where the browser has no place to keep anything. */
  readonly archive: Archive | null;
  readonly emit: (event: EngineEvent) => void;
  readonly adapter: string;
  readonly now?: () => number;
}

/** What a run goes on from. */
export interface Past {
  readonly history: RunHistory;
  readonly sequence: number;
  /** What it was trained on. */
  readonly adapter: string;
}

interface History {
  epochs: RunHistory['epochs'];
  loss: Series;
  acc: Series;
  notes: RunHistory['notes'];
}

export class Keeper {
  private written: number;
  /** Of this run among all that are kept; known from the first snapshot on. */
  private order: number | null = null;
  private trainedOn: string;
  private readonly past: History;
  private nextAt: number;
  private readonly now: () => number;

  /** Goes on from `past`, or begins. */
  constructor(
    readonly identity: RunIdentity,
    private readonly experiment: Experiment,
    private readonly options: KeeperOptions,
    past: Past | null = null,
  ) {
    this.now = options.now ?? (() => performance.now());
    this.written = past?.sequence ?? 0;
    this.trainedOn = past?.adapter ?? options.adapter;
    this.past = past ? { ...past.history } : { epochs: [], loss: emptySeries, acc: emptySeries, notes: [] };
    this.nextAt = this.now() + leastIntervalMs;
    if (!options.archive) this.unprotected('no-store', '');
  }

  get history(): RunHistory {
    return { ...this.past };
  }

  /** Snapshots written, those of the runs that it goes on from included. */
  get sequence(): number {
    return this.written;
  }

  /** What the run was trained on so far. */
  get adapter(): string {
    return this.trainedOn;
  }

  /**
   * Notes, once, that the run goes on elsewhere than it was trained so far: another device, or the CPU engine with another multiply-add,
   * rounds otherwise. Not of a model that comes from a program: nobody expects its last digits here.
   */
  noteDevice({ epochs, stepInEpoch }: Cursor): void {
    const { adapter } = this.options;
    const moved = this.trainedOn !== adapter;
    this.trainedOn = adapter;
    const last = this.past.notes.at(-1);
    const imported = last?.note === 'imported' && last.epoch === epochs && stepInEpoch === 0;
    if (moved && !imported)
      this.note({ type: 'note', note: 'other-device', epoch: epochs + 1, value: stepInEpoch });
  }

  private unprotected(reason: 'no-store' | 'no-space' | 'failed', detail: string): void {
    this.options.emit({ type: 'unprotected', reason, detail });
  }

  /** Takes what a run tells into its history. */
  note(event: TrainEvent): void {
    const { past } = this;
    if (event.type === 'batch') {
      const { steps } = event.logs;
      past.loss = append(past.loss, steps.map(({ loss }) => loss)); // prettier-ignore
      past.acc = append(past.acc, steps.map(({ acc }) => acc)); // prettier-ignore
    } else if (event.type === 'epoch') past.epochs = [...past.epochs, event.log];
    else if (event.type === 'note') {
      const { note, epoch, value } = event;
      past.notes = [...past.notes, { note, epoch, value }];
    }
  }

  /** Whether it is time for a snapshot. */
  get due(): boolean {
    return this.options.archive !== null && this.now() >= this.nextAt;
  }

  /**
   * Writes a snapshot. The run must stand between two steps, all statistics read. Rejects only with a `NotFiniteError`, where a value is
   * not finite; the snapshot before stays.
   */
  async save(
    { model, optimizer, cursor, initialSeed }: Held,
    memory: RunMemory,
    finished: boolean,
  ): Promise<void> {
    const { archive, adapter, emit } = this.options;
    if (!archive) return;
    const began = this.now();
    const savedAt = Date.now();
    const { epochsBefore, lrFactor, stopper, reducer, bestEpoch } = memory;
    try {
      const order = (this.order ??= await archive.nextOrder());
      const bytes = await archive.save(this.identity.id, async (writer) => {
        // A finished run has the best weights, if it wanted them.
        await addTensors(writer, { model, optimizer }, finished ? [] : memory.best, forgetCopy);
        return {
          ...this.identity, savedAt, sequence: this.written + 1, order, finished, adapter, experiment: this.experiment,
          ...(initialSeed === null ? {} : { initialSeed }), iterations: optimizer.iterations, cursor: { ...cursor },
          memory: { epochsBefore, lrFactor, stopper: { ...stopper }, reducer: { ...reducer }, bestEpoch: finished ? 0 : bestEpoch },
          history: { ...this.past, epochs: [...this.past.epochs], notes: [...this.past.notes] },
        } as RunState; // prettier-ignore
      });
      this.written++;
      emit({ type: 'saved', id: this.identity.id, savedAt, bytes, seconds: (this.now() - began) / 1000 });
    } catch (thrown) {
      if (thrown instanceof NotFiniteTensorError) {
        const place = await scanWeights({ model, optimizer });
        throw new NotFiniteError({ step: cursor.steps, loss: null, place });
      }
      const full = thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
      this.unprotected(full ? 'no-space' : 'failed', thrown instanceof SnapshotError ? thrown.problem : messageOf(thrown)); // prettier-ignore
    }
    const ended = this.now();
    this.nextAt = ended + Math.max(leastIntervalMs, (ended - began) / share);
  }
}
