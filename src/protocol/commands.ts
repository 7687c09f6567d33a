/** Page → engine. Types only. */
import type { Experiment } from '../experiment/schema';
import type { PublishedFile } from '../dataset/reports';
import type { Settings } from '../experiment/url';
import type { ExportFormat } from '../network';
import type { Query, SplitName } from './queries';

/** Everything that the page can ask of the engine. */
export type Command =
  /**
   * Once, first: picks a backend and checks it. `dataUrl`: the folder of the sheets, absolute, with a slash at its end.
   * `manifestSha256`: of the `manifest.json` there, lower-case hexadecimal; null: any is taken.
   */
  | {
      readonly type: 'start';
      readonly backend: Settings['backend'];
      readonly kernels: Settings['kernels'];
      readonly dataUrl: string;
      readonly manifestSha256: string | null;
    }
  /** Streams the sheets that this experiment needs and splits them; those that are held are kept. Cancels a load that runs. */
  | { readonly type: 'load'; readonly experiment: Experiment }
  /** Fetches the sheets that failed, again. */
  | { readonly type: 'retry-data' }
  /** Trains: `new` builds a model from the seed; `continue` goes on with the model that is there, for `experiment.epochs` more. */
  | { readonly type: 'train'; readonly experiment: Experiment; readonly mode: 'new' | 'continue' }
  /**
   * Takes up a saved run. `go`: to the end that it was to have; else its model is only there to be looked at. `lrScale`, in (0, 1]:
   * multiplies the learning rate of all steps to come, which the run's log then notes.
   */
  | { readonly type: 'resume-run'; readonly id: string; readonly go: boolean; readonly lrScale?: number }
  /** The runs that the browser keeps. */
  | { readonly type: 'runs' }
  | { readonly type: 'delete-run'; readonly id: string }
  | { readonly type: 'rename-run'; readonly id: string; readonly name: string }
  /** Gives a saved run as a file, or takes one in; one at a time. */
  | { readonly type: 'export-run'; readonly id: string }
  /** `files`: a run of this page, or a model from elsewhere, which may be several files. `experiment`: for what a model's file leaves open. */
  | { readonly type: 'import-run'; readonly files: readonly File[]; readonly experiment: Experiment }
  /**
   * Takes in a model that was published with the page, as it takes in a picked one, under `id` or one that begins with it. `url`: of
   * its file, absolute.
   */
  | {
      readonly type: 'import-published';
      readonly id: string;
      readonly url: string;
      readonly published: PublishedFile;
      readonly experiment: Experiment;
    }
  /** Gives a model as a file for others; `id`: of a saved run, null for the model at hand. `optimizer`: with its state, where the format holds it. */
  | {
      readonly type: 'export-model';
      readonly id: string | null;
      readonly format: ExportFormat;
      readonly optimizer: boolean;
    }
  | { readonly type: 'cancel-transfer' }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** Ends the run after the current step, an evaluation or a measurement at once; the model stays. */
  | { readonly type: 'stop' }
  /** Runs over a split in inference mode. */
  | { readonly type: 'evaluate'; readonly split: SplitName }
  /** Runs over a sample of training images in training and in inference mode, and over validation images. `stop` ends it. */
  | { readonly type: 'compare-modes' }
  /** Times each layer of the experiment's network on a model of its own; needs no images. `stop` ends it. */
  | { readonly type: 'profile'; readonly experiment: Experiment }
  /** Times a few steps of the experiment on a model of its own; needs no images. `stop` ends it. */
  | { readonly type: 'estimate'; readonly experiment: Experiment }
  /** Loads what of the engine's code is otherwise loaded when it is first needed. */
  | { readonly type: 'load-parts' }
  /** Answered, and nothing is changed. */
  | { readonly type: 'ask'; readonly query: Query };

/** A command as it travels. Each is answered by one `reply` event with the same id. */
export interface Envelope {
  readonly id: number;
  readonly command: Command;
}
