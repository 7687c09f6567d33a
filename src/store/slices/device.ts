/** The device that the engine has chosen, and how fast it is. Plain data. */
import type { Experiment } from '../../experiment/schema';
import type {
  BackendAttempt,
  BackendReport,
  SelfCheck,
  SpeedProgress,
  SpeedReport,
} from '../../protocol/device';
import type { EngineError } from '../../protocol/errors';
import type { StepTimes } from '../../protocol/run';

/** How fast a device runs the steps of a network, batch and optimizer. */
export interface MeasuredSpeed {
  /** The device: one text for each device with its kernels. */
  readonly device: string;
  /** The experiment it was found for; holds for all with the same network, batch and optimizer. */
  readonly experiment: Experiment;
  /** Measured by an estimate, or taken from a run's own epoch. */
  readonly basis: 'measured' | 'run';
  readonly times: StepTimes;
}

export interface DeviceSlice {
  /** Null while backends are being tried. */
  readonly backend: BackendReport | null;
  /** Null until the self-check has run. */
  readonly selfCheck: SelfCheck | null;
  /**
   * No backend was available, or the self-check failed, or the engine ended too often: training is
   * not offered.
   */
  readonly startError: {
    readonly error: EngineError;
    readonly attempts: readonly BackendAttempt[];
    /** Another engine is being started. */
    readonly again?: boolean;
    /**
     * How many engines were started in a row without one that stayed; absent while another may
     * still be started.
     */
    readonly tries?: number;
  } | null;
  /** Progress of a speed measurement; null before its first part, and when none is running. */
  readonly profiling: SpeedProgress | null;
  /** The last completed measurement. */
  readonly speed: SpeedReport | null;
  /** Why the last measurement failed, until the next one. */
  readonly speedError: EngineError | null;
  /** Progress of an estimate of a run's time; null before its first part, and when none runs. */
  readonly estimating: { readonly done: number; readonly total: number } | null;
  /** Known speeds of this page's devices, the latest last; bounded. */
  readonly speeds: readonly MeasuredSpeed[];
}

export const initialDevice: DeviceSlice = {
  backend: null,
  selfCheck: null,
  startError: null,
  profiling: null,
  speed: null,
  speedError: null,
  estimating: null,
  speeds: [],
};
