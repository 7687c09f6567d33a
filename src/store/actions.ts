/**
 * What a person can do, as functions: the components in `ui/` call them, the controller
 * (`app/controller.ts`) decides what they do. Types only.
 */
import type { Experiment } from '../experiment/schema';
import type { Classroom } from '../experiment/classroom';
import type { Settings } from '../experiment/url';
import type { SplitName } from '../protocol/data';
import type { Ask } from '../protocol/calls';
import type { ModelRequest } from '../protocol/files';
import type { SavedRunReport } from '../protocol/run';
import type { TransferOrigin } from './slices/files';

/** What can be done with the saved runs, and with models as files. */
export interface RunActions {
  /**
   * Opens a saved run: continues it, or only loads its model. The form takes its experiment.
   */
  readonly openRun: (run: SavedRunReport, mode: 'train' | 'inspect') => void;
  readonly deleteRun: (id: string) => void;
  readonly renameRun: (id: string, name: string) => void;
  /** Saves a run as a file in the browser's downloads. */
  readonly exportRun: (id: string) => void;
  /**
   * Exports a model to the downloads for other programs. `id`: of a saved run, or null for the
   * loaded model.
   */
  readonly exportModel: (id: string | null, request: ModelRequest) => void;
  /**
   * Imports a run from its file, or a model from elsewhere, which is then opened if all of it is
   * valid.
   */
  readonly importRun: (files: readonly File[], origin: TransferOrigin) => void;
  /**
   * Opens the trained model that ships with the page: from its saved run if there is one, else from
   * its file.
   */
  readonly openTrainedModel: (origin: TransferOrigin) => void;
  readonly cancelTransfer: () => void;
  /** Dismisses the notice that says how the last transfer ended. */
  readonly dismissTransfer: () => void;
  /** Stops offering to continue the run that was cut off. */
  readonly dismissOffer: () => void;
}

/** The race of LeNet-5 against AlexNet. */
export interface RaceActions {
  /**
   * Trains and evaluates these one after the other; only where training is offered and nothing is
   * running.
   */
  readonly startRace: (experiments: readonly Experiment[]) => void;
  readonly stopRace: () => void;
}

/** What a link is made for, where that differs from the form and the classroom settings. */
export interface LinkOf {
  readonly experiment?: Experiment;
  readonly classroom?: Classroom;
}

export interface LabActions extends RunActions, RaceActions {
  /** Changes fields of the form and the address. Changing a field of the split reloads the data. */
  readonly edit: (fields: Partial<Experiment>) => void;
  readonly setSettings: (settings: Partial<Settings>) => void;
  readonly dismissProblems: () => void;
  /** Reloads into the new version of the page, unless a tab of the lab is busy. */
  readonly takeUpdate: () => void;
  /** Starts another engine, after one that did not start or ended too often. */
  readonly startEngine: () => void;
  readonly train: (mode: 'new' | 'continue') => void;
  /** Starts training as soon as no other tab trains; `false` cancels that. */
  readonly waitForTab: (wait: boolean) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
  readonly evaluate: (split: SplitName) => void;
  /** Compares the model in training mode and in inference mode, on the same images. */
  readonly compareModes: () => void;
  readonly retryData: () => void;
  /** Measures the form's network on this device, layer by layer. */
  readonly measureSpeed: () => void;
  /** Measures a few steps of the form's network, to estimate how long the run will take. */
  readonly estimate: () => void;
  /**
   * After a run diverged: goes back to its snapshot with a tenth of the learning rate. Without a
   * snapshot it starts a new run with that rate, which the form then shows.
   */
  readonly lowerRate: (snapshot: SavedRunReport | null) => void;
  /** Draws other images with predictions into `gallery`. */
  readonly drawPredictions: (split: SplitName) => void;
  /** Sends a query, which changes nothing in the engine. Never rejects. */
  readonly ask: Ask;
  /**
   * The full address of this experiment; with other classroom settings than the page's, if given.
   */
  readonly link: (of?: LinkOf) => string;
  /** Unlocks and shows everything: from now on the page's address holds only the experiment. */
  readonly endClassroom: () => void;
}
