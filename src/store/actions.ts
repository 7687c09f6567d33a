/** What a person can do, as intents: panels call these, `main` decides what they mean. Types only. */
import type { Experiment } from '../experiment/schema';
import type { Settings } from '../experiment/url';
import type { SplitName } from '../protocol/commands';

export interface LabActions {
  /** Changes fields of the form and the address. A change of the split's fields reloads the data. */
  readonly edit: (fields: Partial<Experiment>) => void;
  readonly setSettings: (settings: Partial<Settings>) => void;
  readonly dismissProblems: () => void;
  readonly train: (mode: 'new' | 'continue') => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
  readonly evaluate: () => void;
  readonly retryData: () => void;
  /** Other labelled images in `samples`. */
  readonly drawSamples: (split: SplitName) => void;
  /** Other images with predictions in `gallery`. */
  readonly drawPredictions: (split: SplitName) => void;
  readonly loadFilters: () => void;
  /** The address that gives this experiment back, in full. */
  readonly link: () => string;
}
