/**
 * Records a run's history as it trains, and writes snapshots of it at intervals such that saving
 * takes at most a fiftieth of the time. If a snapshot fails, the run only loses its protection,
 * which is reported. Runs in the worker or in Node.
 */
import type { Archive } from '../../storage/archive';
import { SnapshotError } from '../../storage/snapshotFormat';
import type { SavedRunState } from '../../storage/state';
import { addTensors, NotFiniteTensorError } from '../../storage/tensors';
import type { Experiment } from '../../experiment/schema';
import { forgetCopy } from '../../kernels/family';
import { messageOf } from '../../lib/result';
import { append, emptySeries, type Series } from '../../lib/series';
import type { EngineEvent } from '../../protocol/events';
import type { RunHistory } from '../../protocol/run';
import type { Cursor, CallbackState, TrainEvent } from '../../training/run';
import { NotFiniteError, scanWeights } from '../../training/scan';
import type { TrainState } from '../core/trainState';

/** Saving takes at most this share of the time. */
const timeFraction = 0.02;
/** Minimum time between two saves; at worst this much training is lost. */
const minIntervalMs = 10_000;

/** A run's identity; it stays the same when the run is continued. */
export interface RunIdentity {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

export interface CheckpointerOptions {
  /** Null if the browser cannot store anything. */
  readonly archive: Archive | null;
  readonly emit: (event: EngineEvent) => void;
  readonly adapter: string;
  readonly now?: () => number;
}

/** What a run continues from. */
export interface ResumePoint {
  readonly history: RunHistory;
  readonly sequence: number;
  /** The adapter that it was trained on. */
  readonly adapter: string;
}

interface History {
  epochs: RunHistory['epochs'];
  loss: Series;
  acc: Series;
  notes: RunHistory['notes'];
}

export class Checkpointer {
  private written: number;
  /** This run's order among all saved runs; known from the first snapshot on. */
  private order: number | null = null;
  private trainedOn: string;
  private readonly past: History;
  private nextAt: number;
  private readonly now: () => number;

  /** Continues from `past`, or begins a new run. */
  constructor(
    readonly identity: RunIdentity,
    private readonly experiment: Experiment,
    private readonly options: CheckpointerOptions,
    past: ResumePoint | null = null,
  ) {
    this.now = options.now ?? (() => performance.now());
    this.written = past?.sequence ?? 0;
    this.trainedOn = past?.adapter ?? options.adapter;
    this.past = past ? { ...past.history } : { epochs: [], loss: emptySeries, acc: emptySeries, notes: [] };
    this.nextAt = this.now() + minIntervalMs;
    if (!options.archive) this.unprotected('no-store', '');
  }

  get history(): RunHistory {
    return { ...this.past };
  }

  /** Number of snapshots written, including those of the runs that it continues. */
  get sequence(): number {
    return this.written;
  }

  /** The adapter that the run was trained on so far. */
  get adapter(): string {
    return this.trainedOn;
  }

  /**
   * Notes, once, that the run continues on another device than it was trained on so far: another
   * device, or the CPU engine with another multiply-add, rounds differently. Not done for a model
   * from another program: nobody expects to reproduce its last digits here.
   */
  noteDevice({ epochs, stepInEpoch }: Cursor): void {
    const { adapter } = this.options;
    const moved = this.trainedOn !== adapter;
    this.trainedOn = adapter;
    const last = this.past.notes.at(-1);
    const imported = last?.note === 'imported' && last.epoch === epochs && stepInEpoch === 0;
    if (moved && !imported)
      this.record({ type: 'note', note: 'other-device', epoch: epochs + 1, value: stepInEpoch });
  }

  private unprotected(reason: 'no-store' | 'no-space' | 'failed', detail: string): void {
    this.options.emit({ type: 'unprotected', reason, detail });
  }

  /** Adds what a run reports to its history. */
  record(event: TrainEvent): void {
    const { past } = this;
    if (event.type === 'batch') {
      const { steps } = event.logs;
      past.loss = append(
        past.loss,
        steps.map(({ loss }) => loss),
      );
      past.acc = append(
        past.acc,
        steps.map(({ acc }) => acc),
      );
    } else if (event.type === 'epoch') past.epochs = [...past.epochs, event.log];
    else if (event.type === 'note') {
      const { note, epoch, value } = event;
      past.notes = [...past.notes, { note, epoch, value }];
    }
  }

  /** Whether a snapshot is due. */
  get isDue(): boolean {
    return this.options.archive !== null && this.now() >= this.nextAt;
  }

  /**
   * Writes a snapshot. The run must be between two steps, with all statistics read. Rejects only
   * with a `NotFiniteError`, if a value is not finite; the previous snapshot stays.
   */
  async save(
    { model, optimizer, cursor, initialSeed }: TrainState,
    memory: CallbackState,
    { finished }: { readonly finished: boolean },
  ): Promise<void> {
    const { archive, adapter, emit } = this.options;
    if (!archive) return;
    const began = this.now();
    const savedAt = Date.now();
    const { epochsBefore, lrFactor, stopper, reducer, bestEpoch } = memory;
    try {
      const order = (this.order ??= await archive.nextOrder());
      const bytes = await archive.save(this.identity.id, async (writer) => {
        // A finished run has already restored the best weights, if it wanted them.
        await addTensors(writer, { model, optimizer }, finished ? [] : memory.best, forgetCopy);
        return {
          ...this.identity,
          savedAt,
          sequence: this.written + 1,
          order,
          finished,
          adapter,
          experiment: this.experiment,
          ...(initialSeed === null ? {} : { initialSeed }),
          iterations: optimizer.iterations,
          cursor: { ...cursor },
          memory: {
            epochsBefore,
            lrFactor,
            stopper: { ...stopper },
            reducer: { ...reducer },
            bestEpoch: finished ? 0 : bestEpoch,
          },
          history: { ...this.past, epochs: [...this.past.epochs], notes: [...this.past.notes] },
        } as SavedRunState;
      });
      this.written++;
      emit({ type: 'saved', id: this.identity.id, savedAt, bytes, seconds: (this.now() - began) / 1000 });
    } catch (thrown) {
      if (thrown instanceof NotFiniteTensorError) {
        const location = await scanWeights({ model, optimizer });
        throw new NotFiniteError({ step: cursor.steps, loss: null, location });
      }
      const full = thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
      this.unprotected(
        full ? 'no-space' : 'failed',
        thrown instanceof SnapshotError ? thrown.problem : messageOf(thrown),
      );
    }
    const ended = this.now();
    this.nextAt = ended + Math.max(minIntervalMs, (ended - began) / timeFraction);
  }
}
