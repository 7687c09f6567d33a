/** What a person can do, as intents: panels call these, `main` decides what they mean. Types only. */
import type { Experiment } from '../experiment/schema';
import type { Lesson } from '../experiment/lesson';
import type { Settings } from '../experiment/url';
import type { ExportFormat } from '../network';
import type { Ask, SplitName } from '../protocol/queries';
import type { SavedRunReport } from '../protocol/events';
import type { TransferPlace } from './state';

/** What can be done with the saved runs and with models as files. */
export interface RunActions {
  /** Takes up a saved run: goes on with it, or only looks at its model. The form becomes its experiment. */
  readonly openRun: (run: SavedRunReport, go: boolean) => void;
  readonly deleteRun: (id: string) => void;
  readonly renameRun: (id: string, name: string) => void;
  /** Gives a saved run to the browser's downloads as a file. */
  readonly exportRun: (id: string) => void;
  /** Gives a model to the downloads as a file for others; `id`: of a saved run, null for the model at hand. */
  readonly exportModel: (id: string | null, format: ExportFormat, optimizer: boolean) => void;
  /** Takes in a run from its file, or a model from elsewhere, which it then opens; if everything in it is right. */
  readonly importRun: (files: readonly File[], place: TransferPlace) => void;
  /** Opens the trained model that ships with the page: its saved run if there is one, else its file. */
  readonly openTrainedModel: (place: TransferPlace) => void;
  readonly cancelTransfer: () => void;
  /** How the last transfer ended was read. */
  readonly dismissTransfer: () => void;
  /** Does not ask again about the run that could be gone on with. */
  readonly dismissOffer: () => void;
}

/** LeNet-5 against AlexNet. */
export interface RaceActions {
  /** Trains and evaluates these one after the other, where training is offered and nothing goes on. */
  readonly startRace: (experiments: readonly Experiment[]) => void;
  readonly stopRace: () => void;
}

/** The pictures that the page keeps. */
export interface PictureActions {
  /** Other labelled images in `samples`. */
  readonly drawSamples: (split: SplitName) => void;
  /** Other images with predictions in `gallery`. */
  readonly drawPredictions: (split: SplitName) => void;
  readonly loadFilters: () => void;
}

/** What an address is of, where that is not what the form and the lesson are now. */
export interface LinkOf {
  readonly experiment?: Experiment;
  readonly lesson?: Lesson;
}

export interface LabActions extends PictureActions, RunActions, RaceActions {
  /** Changes fields of the form and the address. A change of the split's fields reloads the data. */
  readonly edit: (fields: Partial<Experiment>) => void;
  readonly setSettings: (settings: Partial<Settings>) => void;
  readonly dismissProblems: () => void;
  /** Reloads into the new version of the page, unless a tab of the lab is at work. */
  readonly takeUpdate: () => void;
  /** After an engine that did not start, or ended too often: starts another. */
  readonly startEngine: () => void;
  readonly train: (mode: 'new' | 'continue') => void;
  /** Trains as soon as no other tab does, or not any more. */
  readonly waitForTab: (wait: boolean) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
  readonly evaluate: (split: SplitName) => void;
  /** The model in training and in inference mode, on the same images. */
  readonly compareModes: () => void;
  readonly retryData: () => void;
  /** Measures the form's network on this device, layer by layer. */
  readonly measureSpeed: () => void;
  /** Measures a few steps of the form's network, for an estimate of the run's time. */
  readonly estimate: () => void;
  /** After a run diverged: back to its snapshot with a tenth of the learning rate; without one, anew, and the form has that rate too. */
  readonly lowerRate: (snapshot: SavedRunReport | null) => void;
  /** Asks the engine what changes nothing. Never rejects. */
  readonly ask: Ask;
  /** The address that gives this experiment back, in full; with another lesson than the page's, if one is given. */
  readonly link: (of?: LinkOf) => string;
  /** Unlocks and shows everything: the page's address is the experiment alone from now on. */
  readonly endLesson: () => void;
}
