/** The form, and what the address says besides it. Plain data. */
import type { Experiment } from '../../experiment/schema';
import type { Classroom } from '../../experiment/classroom';
import type { Settings, UrlProblem } from '../../experiment/url';

export interface FormSlice {
  /** The form: what the next Train will use. */
  readonly experiment: Experiment;
  readonly settings: Settings;
  /**
   * What the link says besides the experiment: where to open, what to lock and hide, the teacher's
   * texts.
   */
  readonly classroom: Classroom;
  /** Invalid values in the address, shown until dismissed. */
  readonly urlProblems: readonly UrlProblem[];
}
