/** From nothing to a checked backend. Worker. */
import * as tf from '@tensorflow/tfjs-core';
import { abortable } from '../dataset/download';
import { backendIds, type BackendId } from '../experiment/schema';
import type { Settings } from '../experiment/url';
import { messageOf } from '../lib/result';
import type { BackendAttempt, BackendReport, EngineEvent, SelfCheck } from '../protocol/events';
import { tryBackend, type Chosen } from './backend';
import { EngineFailure } from './errors';
import { selfCheck } from './selfCheck';
import { productRate, softwareRate } from './speed';

export interface Started {
  readonly report: BackendReport;
  /** Aborted, with an `EngineFailure` as its reason, when the device is lost or reports an error. */
  readonly fatal: AbortSignal;
}

/**
 * Aborted at the first `uncapturederror` or when the device is lost: what comes after is not to be trusted. A signal and not a
 * promise, because every step waits for it as well: a promise that never settles would keep each of those waits for ever.
 */
function fatalOf(device: GPUDevice | null): AbortSignal {
  const fatal = new AbortController();
  device?.addEventListener('uncapturederror', ({ error }) =>
    fatal.abort(new EngineFailure('gpu-error', error.message)),
  );
  void device?.lost.then(({ reason, message }) =>
    fatal.abort(new EngineFailure('device-lost', `${reason}: ${message}`)),
  );
  return fatal.signal;
}

/** The CPU backend is what the others are checked against: there is nothing to compare it with. */
const reference: SelfCheck = { passed: true, errors: [], tolerance: 0, seconds: 0 };

async function check(chosen: Chosen, fatal: AbortSignal): Promise<SelfCheck> {
  if (chosen.report.backend === 'cpu') return reference;
  return abortable(selfCheck(), fatal);
}

/** By its name; by its speed where the browser gives no name (Firefox). */
async function isSoftware({ report }: Chosen, fatal: AbortSignal): Promise<boolean> {
  if (report.software || report.adapter !== '') return report.software;
  return (await abortable(productRate(), fatal)) < softwareRate;
}

const worst = ({ errors, tolerance }: SelfCheck): string =>
  errors.filter(({ relative }) => relative > tolerance).map(({ name, relative }) => `${name}: ${relative.toExponential(1)}`).join(', '); // prettier-ignore

/**
 * Tries the backends in order until one is there and passes the self-check. Emits `backend` and `self-check`, or `start-failed`;
 * null in that case.
 */
export async function start(
  wanted: Settings['backend'],
  emit: (event: EngineEvent) => void,
): Promise<Started | null> {
  const attempts: BackendAttempt[] = [];
  const reject = (backend: BackendId, reason: BackendAttempt['reason'], detail: string): void =>
    void attempts.push({ backend, accepted: false, reason, detail });

  for (const backend of backendIds) {
    if (wanted !== 'auto' && wanted !== backend) {
      reject(backend, 'not-asked', '');
      continue;
    }
    const tried = await tryBackend(backend);
    if ('refusal' in tried) {
      reject(backend, tried.refusal.reason, tried.refusal.detail);
      continue;
    }
    const fatal = fatalOf(tried.chosen.device);
    emit({ type: 'backend', report: { ...tried.chosen.report, attempts } });
    try {
      const result = await check(tried.chosen, fatal);
      if (result.passed) {
        const software = await isSoftware(tried.chosen, fatal);
        const report: BackendReport = {
          ...tried.chosen.report,
          software,
          attempts: [...attempts, { backend, accepted: true, reason: null, detail: '' }],
        };
        emit({ type: 'backend', report });
        emit({ type: 'self-check', check: result });
        return { report, fatal };
      }
      emit({ type: 'self-check', check: result });
      reject(backend, 'self-check', worst(result));
    } catch (thrown) {
      reject(backend, 'self-check', messageOf(thrown));
    }
    tf.disposeVariables();
  }
  const failedCheck = attempts.some(({ reason }) => reason === 'self-check');
  const error = { code: failedCheck ? 'self-check-failed' : 'no-backend', detail: '' } as const;
  emit({ type: 'start-failed', error, attempts });
  return null;
}
