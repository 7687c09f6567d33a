/**
 * The saved runs, as the page sees them: their list, their names, exports and imports, and the
 * browser's promise to keep them. Page side; knows the store, draws nothing.
 */
import type { Experiment } from '../../experiment/schema';
import type { Result } from '../../lib/result';
import type { Call, Send } from '../../protocol/calls';
import type { EngineError } from '../../protocol/errors';
import type { TransferAnswer, TransferEnd, TransferKind } from '../../protocol/files';
import type { SavedRunReport } from '../../protocol/run';
import type { RunActions } from '../../store/actions';
import { isBusy } from '../../store/selectors';
import type { LabState } from '../../store/state';
import type { TransferOrigin } from '../../store/slices/files';
import type { LabStore } from '../../store/store';
import { savedTrainedModel, trainedModel, trainedModelId } from '../../store/trainedModel';

/**
 * The part of `StorageManager` by which the browser promises not to clear the page's storage by
 * itself. Source: https://storage.spec.whatwg.org/#persistence
 */
export type Persistence = Pick<StorageManager, 'persist' | 'persisted'>;

const failedTransfer = ({ detail }: EngineError) =>
  ({ type: 'refused', refusal: { reason: 'failed', detail, need: null, free: null } }) as const;

/** Calls that end with a `TransferAnswer`. */
type TransferCall = Call<'export-run' | 'export-model' | 'import-run' | 'import-published'>;

/** How a transfer ended; a call that failed imported and exported nothing. */
const transferAnswer = (reply: Result<TransferAnswer, EngineError>): TransferAnswer =>
  reply.ok ? reply.value : failedTransfer(reply.error);

/** What the saved runs need from the page. */
export interface RunDeps {
  /** Null where the browser makes no promise about its storage. */
  readonly persistence: Persistence | null;
  /** Saves a file in the browser's downloads. */
  readonly save: (name: string, content: Blob) => void;
  /** Absolute URL of the folder of models that ship with the page, with a slash at its end. */
  readonly modelsUrl: string;
  /** Reports that a part of the page's code could not be loaded. */
  readonly partMissing: () => void;
}

export class RunController {
  constructor(
    private readonly store: LabStore,
    private readonly deps: RunDeps,
    private readonly page: {
      readonly send: Send;
      readonly edit: (fields: Partial<Experiment>) => void;
    },
  ) {}

  readonly actions: RunActions = {
    openRun: (run, mode) => {
      if (mode === 'train') this.askToPersist();
      this.page.edit(run.experiment);
      this.patch({ offerDismissed: true });
      void this.page.send({ type: 'resume-run', id: run.id, mode });
    },
    deleteRun: (id) => void this.page.send({ type: 'delete-run', id }),
    renameRun: (id, name) => void this.rename(id, name),
    exportRun: (id) => void this.transfer('export', 'runs', { type: 'export-run', id }),
    exportModel: (id, request) =>
      void this.transfer('model', id === null ? 'model' : 'runs', { type: 'export-model', id, ...request }),
    importRun: (files, origin) => void this.importFiles(files, origin),
    openTrainedModel: (origin) => void this.openTrainedModel(origin),
    cancelTransfer: () => void this.page.send({ type: 'cancel-transfer' }),
    dismissTransfer: () => this.patch({ transfer: null }),
    dismissOffer: () => this.patch({ offerDismissed: true }),
  };

  private patch(values: Partial<LabState>): void {
    this.store.setState(values);
  }

  /**
   * Shows that the transfer has begun; returns a function that shows how it ended. Null if another
   * is in progress: only one runs at a time.
   */
  private startTransfer(
    kind: TransferKind,
    origin: TransferOrigin,
  ): ((end: TransferEnd) => TransferEnd) | null {
    if (this.store.getState().transfer?.end === null) return null;
    const show = <E extends TransferEnd | null>(end: E): E => {
      this.patch({ transfer: { kind, origin, done: 0, total: 0, end } });
      return end;
    };
    show(null);
    return show;
  }

  /**
   * Runs a transfer. Resolves to how it ended; null if another is in progress. A worker that dies
   * has changed nothing in the list.
   */
  private async transfer(
    kind: TransferKind,
    origin: TransferOrigin,
    call: TransferCall,
  ): Promise<TransferEnd | null> {
    const show = this.startTransfer(kind, origin);
    return show && show(await this.endOf(call));
  }

  private async endOf(call: TransferCall): Promise<TransferEnd> {
    const answer = transferAnswer(await this.page.send(call));
    if (answer.type === 'exported') {
      const { fileName, content } = answer;
      this.deps.save(fileName, content);
      return { type: 'exported', fileName };
    }
    if (answer.type === 'imported') {
      // The imported run was not cut off here.
      this.patch({ offerDismissed: true });
    }
    if (answer.type === 'refused' && answer.refusal.reason === 'missing-part') this.deps.partMissing();
    return answer;
  }

  /** A model from elsewhere is opened once it is stored; a run of this page is only listed. */
  private async importFiles(files: readonly File[], origin: TransferOrigin): Promise<void> {
    const { experiment } = this.store.getState();
    this.openImported(await this.transfer('import', origin, { type: 'import-run', files, experiment }));
  }

  /** Returns whether it was opened. */
  private openUnlessBusy(run: SavedRunReport): boolean {
    if (isBusy(this.store.getState())) return false;
    this.actions.openRun(run, 'inspect');
    return true;
  }

  /** Returns whether it was opened. */
  private openImported(end: TransferEnd | null): boolean {
    if (end?.type !== 'imported' || !end.model) return false;
    const { runs, transfer } = this.store.getState();
    const run = runs?.runs.find(({ id }) => id === end.id);
    if (run && this.openUnlessBusy(run)) return true;
    // It stays in the list, but the notice must not say that it was opened.
    if (transfer) this.patch({ transfer: { ...transfer, end: { ...end, model: null } } });
    return false;
  }

  /**
   * Imports it like a model file that was picked, but only once: after that, its saved run is
   * opened.
   */
  private async openTrainedModel(origin: TransferOrigin): Promise<void> {
    const show = this.startTransfer('trained', origin);
    if (!show) return;
    // The engine may not have listed them yet.
    if (this.store.getState().runs === null) await this.page.send({ type: 'list-runs' });
    const saved = savedTrainedModel(this.store.getState());
    if (saved) {
      this.patch({ transfer: null });
      this.openUnlessBusy(saved);
      return;
    }
    const { file, bytes, sha256 } = trainedModel;
    const end = await this.endOf({
      type: 'import-published',
      id: trainedModelId,
      url: new URL(file, this.deps.modelsUrl).href,
      published: { file, bytes, sha256 },
      experiment: this.store.getState().experiment,
    });
    // While it is open, the sections that use the model say so.
    if (this.openImported(show(end))) this.patch({ transfer: null });
  }

  private async rename(id: string, name: string): Promise<void> {
    const reply = await this.page.send({ type: 'rename-run', id, name });
    if (!reply.ok && this.store.getState().transfer?.end !== null)
      this.patch({
        transfer: { kind: 'rename', origin: 'runs', done: 0, total: 0, end: failedTransfer(reply.error) },
      });
  }

  async lookUpPersistence(): Promise<void> {
    const { persistence } = this.deps;
    if (!persistence || this.store.getState().persistence !== null) return;
    const granted = await persistence.persisted().catch(() => false);
    if (this.store.getState().persistence === null)
      this.patch({ persistence: granted ? 'granted' : 'unasked' });
  }

  /**
   * Asks with the first run and not earlier, because Firefox asks the person. The run does not wait
   * for the answer.
   */
  askToPersist(): void {
    const { persistence } = this.deps;
    if (!persistence || this.store.getState().persistence !== 'unasked') return;
    // The person may take any time to answer; meanwhile the page does not ask again.
    this.patch({ persistence: 'denied' });
    void persistence.persist().then(
      (granted) => this.patch({ persistence: granted ? 'granted' : 'denied' }),
      () => undefined,
    );
  }
}
