/**
 * The state of the page: plain data in slices, each with its values before anything is known. What
 * can be derived is in `selectors`. Page side; knows the protocol's types, not the client, not
 * React.
 */
import type { Experiment } from '../experiment/schema';
import { noClassroom, type Classroom } from '../experiment/classroom';
import type { Settings, UrlProblem } from '../experiment/url';
import { initialData, type DataSlice } from './slices/data';
import { initialDevice, type DeviceSlice } from './slices/device';
import { initialEvaluation, type EvaluationSlice } from './slices/evaluation';
import { initialFiles, type FilesSlice } from './slices/files';
import type { FormSlice } from './slices/form';
import { initialPage, type PageSlice } from './slices/page';
import { initialRun, type RunSlice } from './slices/run';

export interface LabState
  extends FormSlice, DeviceSlice, DataSlice, RunSlice, FilesSlice, EvaluationSlice, PageSlice {}

/** The state when no engine has started, or when one is gone with everything it held. */
export const withoutEngine = {
  runHealth: null,
  compiling: null,
  backend: null,
  selfCheck: null,
  startError: null,
  split: null,
  dataProgress: null,
  hasModel: false,
  evaluating: null,
  evaluation: null,
  modes: null,
  profiling: null,
  estimating: null,
} as const satisfies Partial<LabState>;

/** The state before anything is known. */
export const initialState = (
  experiment: Experiment,
  settings: Settings,
  urlProblems: readonly UrlProblem[],
  classroom: Classroom = noClassroom,
): LabState => ({
  experiment,
  settings,
  urlProblems,
  classroom,
  ...initialDevice,
  ...initialData,
  ...initialRun,
  ...initialFiles,
  ...initialEvaluation,
  ...initialPage,
});
