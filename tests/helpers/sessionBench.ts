/** A session whose events are kept; the CPU's unless told. */
import type { Archive } from '../../src/storage/archive';
import { SplitLoader } from '../../src/engine/core/data';
import { DeviceWatch } from '../../src/engine/device/deviceWatch';
import { Session } from '../../src/engine/session';
import { browserTabs, type Tabs } from '../../src/engine/runs/tabs';
import type { BackendReport } from '../../src/protocol/device';
import type { EngineEvent } from '../../src/protocol/events';

export const cpu: BackendReport = {
  backend: 'cpu',
  adapter: '',
  software: true,
  maxBindingBytes: null,
  maxBufferBytes: null,
  kernels: [],
  attempts: [],
};

interface BenchOptions {
  readonly archive?: Archive | null;
  readonly tabs?: Tabs;
  readonly backend?: BackendReport;
}

/**
 * Its sheets come from `http://sheets.test/`, by a `fetch` that the test stubs; its device fails by
 * `watch`.
 */
export function sessionBench({ archive = null, tabs, backend = cpu }: BenchOptions = {}) {
  const events: EngineEvent[] = [];
  const watch = new DeviceWatch();
  const hooks: { onEvent: (event: EngineEvent) => void } = { onEvent: () => {} };
  const emit = (event: EngineEvent): void => {
    events.push(event);
    hooks.onEvent(event);
  };
  const data = new SplitLoader('http://sheets.test/', null, emit);
  const session = new Session({ emit, data, backend, archive, tabs: tabs ?? browserTabs(() => {}), watch });
  const of = <T extends EngineEvent['type']>(type: T): Extract<EngineEvent, { type: T }>[] =>
    events.filter((event): event is Extract<EngineEvent, { type: T }> => event.type === type);
  const statuses = (): string[] => of('status').map(({ status }) => status);
  return { session, data, watch, hooks, events, emit, of, statuses };
}
