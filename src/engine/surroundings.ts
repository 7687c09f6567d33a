/** What the session needs to know of what is around it. Types only. */
import type { Archive } from '../checkpoint/archive';
import type { BackendReport, EngineEvent } from '../protocol/events';
import type { SplitLoader } from './data';
import type { DeviceWatch } from './deviceWatch';
import type { Tabs } from './tabs';

export interface Surroundings {
  readonly emit: (event: EngineEvent) => void;
  readonly data: SplitLoader;
  readonly backend: BackendReport;
  /** Where runs are kept; null where there is no place. */
  readonly archive: Archive | null;
  /** The lab's other tabs. */
  readonly tabs: Tabs;
  readonly watch: DeviceWatch;
}
