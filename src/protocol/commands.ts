/** Commands from the page to the engine. Types only. */
import type { Experiment } from '../experiment/schema';
import type { Settings } from '../experiment/url';
import type { ExportFormat } from '../network';
import type { Query } from './queries';
import type { SplitName } from './data';
import type { PublishedFile } from './files';

/** Everything that the page can ask of the engine. */
export type Command =
  /**
   * Must come first, once: picks a backend and checks it. `dataUrl`: the absolute URL of the
   * sheets' folder, with a slash at its end. `manifestSha256`: of the `manifest.json` there,
   * lower-case hexadecimal; null: any manifest is accepted.
   */
  | {
      readonly type: 'start';
      readonly backend: Settings['backend'];
      readonly kernels: Settings['kernels'];
      readonly dataUrl: string;
      readonly manifestSha256: string | null;
    }
  /**
   * Streams the sheets that this experiment needs and splits them; sheets that are already loaded
   * stay. Cancels a load in progress.
   */
  | { readonly type: 'load'; readonly experiment: Experiment }
  /** Fetches the sheets that failed again. */
  | { readonly type: 'retry-data' }
  /**
   * Trains: `new` builds a model from the seed; `continue` trains the loaded model for
   * `experiment.epochs` more.
   */
  | { readonly type: 'train'; readonly experiment: Experiment; readonly mode: 'new' | 'continue' }
  /**
   * Opens a saved run. `go`: resumes training to the run's planned end; otherwise its model can
   * only be inspected. `lrScale`, in (0, 1]: multiplies the learning rate of all steps to come,
   * which is noted in the run's log.
   */
  | { readonly type: 'resume-run'; readonly id: string; readonly go: boolean; readonly lrScale?: number }
  /** Lists the runs that the browser has stored. */
  | { readonly type: 'runs' }
  | { readonly type: 'delete-run'; readonly id: string }
  | { readonly type: 'rename-run'; readonly id: string; readonly name: string }
  /** Exports a saved run as a file, or imports one; one at a time. */
  | { readonly type: 'export-run'; readonly id: string }
  /**
   * `files`: a run of this page, or a model from elsewhere, which may be several files.
   * `experiment`: for what a model's file does not specify.
   */
  | { readonly type: 'import-run'; readonly files: readonly File[]; readonly experiment: Experiment }
  /**
   * Imports a model that was published with the page, like one that the user picked, under `id` or
   * one that begins with it. `url`: the absolute URL of its file.
   */
  | {
      readonly type: 'import-published';
      readonly id: string;
      readonly url: string;
      readonly published: PublishedFile;
      readonly experiment: Experiment;
    }
  /**
   * Exports a model as a file for others; `id`: of a saved run, null for the loaded model.
   * `optimizer`: include the optimizer state if the format supports it.
   */
  | {
      readonly type: 'export-model';
      readonly id: string | null;
      readonly format: ExportFormat;
      readonly optimizer: boolean;
    }
  | { readonly type: 'cancel-transfer' }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /**
   * Ends the run after the current step, or an evaluation or a measurement at once; the model
   * stays.
   */
  | { readonly type: 'stop' }
  /** Evaluates a split in inference mode. */
  | { readonly type: 'evaluate'; readonly split: SplitName }
  /**
   * Evaluates a sample of training images in training and in inference mode, and validation images.
   * `stop` ends it.
   */
  | { readonly type: 'compare-modes' }
  /**
   * Times each layer of the experiment's network on a scratch model; needs no images. `stop` ends
   * it.
   */
  | { readonly type: 'profile'; readonly experiment: Experiment }
  /** Times a few steps of the experiment on a scratch model; needs no images. `stop` ends it. */
  | { readonly type: 'estimate'; readonly experiment: Experiment }
  /** A query: it is answered and changes nothing. */
  | { readonly type: 'ask'; readonly query: Query };

/** A command as it is sent. Each is answered by one `reply` event with the same id. */
export interface Envelope {
  readonly id: number;
  readonly command: Command;
}
