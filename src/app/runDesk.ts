/**
 * The saved runs as the page knows them: their list, their names, files that go out and come in, and the browser's promise to keep them.
 * Page side; knows the store, draws nothing.
 */
import type { Experiment } from '../experiment/schema';
import type { Result } from '../lib/result';
import type { Command } from '../protocol/commands';
import type { Answer, EngineError, SavedRunReport } from '../protocol/events';
import type { RunActions } from '../store/actions';
import { isBusy } from '../store/selectors';
import type { TransferAnswer, TransferEnd, TransferKind } from '../protocol/transfers';
import type { LabState, TransferPlace } from '../store/state';
import type { LabStore } from '../store/store';
import { savedTrainedModel, trainedModel, trainedModelId } from '../store/trainedModel';

/** The browser's promise not to clear the page's store by itself. Source: https://storage.spec.whatwg.org/#persistence */
export type Persistence = Pick<StorageManager, 'persist' | 'persisted'>;

const failedTransfer = ({ detail }: EngineError) =>
  ({ type: 'refused', refusal: { reason: 'failed', detail, need: null, free: null } }) as const;

/** How a transfer ended; a command that failed took nothing in and gave nothing out. */
function transferAnswer(reply: Result<Answer, EngineError>): TransferAnswer {
  if (!reply.ok) return failedTransfer(reply.error);
  const { value } = reply;
  if (value.type === 'exported' || value.type === 'imported' || value.type === 'refused') return value;
  throw new Error(`${value.type} does not answer a transfer`);
}

/** The engine reads every run's files to list them, between two steps: not after each save of a run that goes on. */
const relistMs = 60_000;

/** What the desk needs of the page. */
export interface RunSurroundings {
  /** Null where the browser makes no promise about its store. */
  readonly persistence: Persistence | null;
  /** Hands a file to the browser's downloads. */
  readonly save: (name: string, content: Blob) => void;
  /** The folder of the models that ship with the page: absolute, with a slash at its end. */
  readonly modelsUrl: string;
  /** A part of the page's code did not come. */
  readonly partMissing: () => void;
}

export class RunDesk {
  private listedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly store: LabStore,
    private readonly around: RunSurroundings,
    private readonly page: {
      readonly send: (command: Command) => Promise<Result<Answer, EngineError>>;
      readonly edit: (fields: Partial<Experiment>) => void;
      /** Lists the runs anew, with what follows from that. */
      readonly list: () => void;
    },
  ) {}

  readonly actions: RunActions = {
    openRun: (run, go) => {
      if (go) this.askToPersist();
      this.page.edit(run.experiment);
      this.patch({ offerDismissed: true });
      void this.send({ type: 'resume-run', id: run.id, go });
    },
    deleteRun: (id) => void this.send({ type: 'delete-run', id }).then(() => this.page.list()),
    renameRun: (id, name) => void this.rename(id, name),
    exportRun: (id) => void this.transfer('export', 'runs', { type: 'export-run', id }),
    exportModel: (id, format, optimizer) =>
      void this.transfer('model', id === null ? 'model' : 'runs', {
        type: 'export-model',
        id,
        format,
        optimizer,
      }),
    importRun: (files, place) => void this.importFiles(files, place),
    openTrainedModel: (place) => void this.openTrainedModel(place),
    cancelTransfer: () => void this.send({ type: 'cancel-transfer' }),
    dismissTransfer: () => this.patch({ transfer: null }),
    dismissOffer: () => this.patch({ offerDismissed: true }),
  };

  private send(command: Command): Promise<Result<Answer, EngineError>> {
    return this.page.send(command);
  }

  private patch(values: Partial<LabState>): void {
    this.store.setState(values);
  }

  /** Whether the list is to be asked for once more, after a save of this run. */
  outdated(id: string): boolean {
    const listed = this.store.getState().runs?.runs.some((run) => run.id === id) ?? false;
    return !listed || performance.now() - this.listedAt >= relistMs;
  }

  async list(): Promise<void> {
    this.listedAt = performance.now();
    const reply = await this.send({ type: 'runs' });
    if (reply.ok && reply.value.type === 'runs') this.patch({ runs: reply.value });
  }

  /** Shows that it goes on; then gives what shows how it ended. Null where another goes on: one at a time. */
  private begin(kind: TransferKind, place: TransferPlace): ((end: TransferEnd) => TransferEnd) | null {
    if (this.store.getState().transfer?.end === null) return null;
    const show = <E extends TransferEnd | null>(end: E): E => {
      this.patch({ transfer: { kind, place, done: 0, total: 0, end } });
      return end;
    };
    show(null);
    return show;
  }

  /** A worker that dies has changed nothing that the list shows. How it ended; null where another goes on. */
  private async transfer(
    kind: TransferKind,
    place: TransferPlace,
    command: Command,
  ): Promise<TransferEnd | null> {
    const show = this.begin(kind, place);
    return show && show(await this.endOf(command));
  }

  private async endOf(command: Command): Promise<TransferEnd> {
    const answer = transferAnswer(await this.send(command));
    if (answer.type === 'exported') {
      const { fileName, content } = answer;
      this.around.save(fileName, content);
      return { type: 'exported', fileName };
    }
    if (answer.type === 'imported') {
      // It was not cut off here.
      this.patch({ offerDismissed: true });
      await this.list();
    }
    if (answer.type === 'refused' && answer.refusal.reason === 'missing-part') this.around.partMissing();
    return answer;
  }

  /** A model from elsewhere is opened as soon as it is kept; a run of this page is only listed. */
  private async importFiles(files: readonly File[], place: TransferPlace): Promise<void> {
    const { experiment } = this.store.getState();
    this.openImported(await this.transfer('import', place, { type: 'import-run', files, experiment }));
  }

  /** Whether it was opened. */
  private openUnlessBusy(run: SavedRunReport): boolean {
    if (isBusy(this.store.getState())) return false;
    this.actions.openRun(run, false);
    return true;
  }

  /** Whether it was opened. */
  private openImported(end: TransferEnd | null): boolean {
    if (end?.type !== 'imported' || !end.model) return false;
    const { runs, transfer } = this.store.getState();
    const run = runs?.runs.find(({ id }) => id === end.id);
    if (run && this.openUnlessBusy(run)) return true;
    // It stays in the list: the notice must not say that it was opened.
    if (transfer) this.patch({ transfer: { ...transfer, end: { ...end, model: null } } });
    return false;
  }

  /** As a model's file that was picked, but once: another time, the run that it became is opened again. */
  private async openTrainedModel(place: TransferPlace): Promise<void> {
    const show = this.begin('trained', place);
    if (!show) return;
    await this.list();
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
      url: new URL(file, this.around.modelsUrl).href,
      published: { file, bytes, sha256 },
      experiment: this.store.getState().experiment,
    });
    // While it is open, the places that look at it say so.
    if (this.openImported(show(end))) this.patch({ transfer: null });
  }

  private async rename(id: string, name: string): Promise<void> {
    const reply = await this.send({ type: 'rename-run', id, name });
    if (!reply.ok && this.store.getState().transfer?.end !== null)
      this.patch({
        transfer: { kind: 'rename', place: 'runs', done: 0, total: 0, end: failedTransfer(reply.error) },
      });
    await this.list();
  }

  async lookUpPersistence(): Promise<void> {
    const { persistence } = this.around;
    if (!persistence || this.store.getState().persistence !== null) return;
    const granted = await persistence.persisted().catch(() => false);
    if (this.store.getState().persistence === null)
      this.patch({ persistence: granted ? 'granted' : 'unasked' });
  }

  /** With the first run and not before: Firefox asks the person. A run does not wait for the answer. */
  askToPersist(): void {
    const { persistence } = this.around;
    if (!persistence || this.store.getState().persistence !== 'unasked') return;
    // The answer may take as long as a person does: until then nobody is asked again.
    this.patch({ persistence: 'denied' });
    void persistence.persist().then(
      (granted) => this.patch({ persistence: granted ? 'granted' : 'denied' }),
      () => undefined,
    );
  }
}
