/** Starts and checks a backend. Runs in the worker. */
import * as tf from '@tensorflow/tfjs-core';
import { abortable, wait } from '../../lib/clock';
import { backendIds, type BackendId } from '../../experiment/schema';
import type { Settings } from '../../experiment/url';
import { messageOf } from '../../lib/result';
import type { BackendAttempt, BackendReport, SelfCheck } from '../../protocol/device';
import type { EngineEvent } from '../../protocol/events';
import { tryBackend, type Chosen } from './backend';
import type { DeviceWatch } from './deviceWatch';
import { chooseKernels, type KernelChoice } from './kernelChoice';
import { selfCheck } from './selfCheck';
import { productRate, softwareRate } from './speed';

export interface Started {
  readonly report: BackendReport;
  readonly watch: DeviceWatch;
}

/** The CPU backend is the reference for the others, so there is nothing to compare it with. */
const reference: SelfCheck = { passed: true, errors: [], tolerance: 0, seconds: 0 };

/**
 * The longest wait for the checks on a device, in milliseconds: a GPU that hangs never answers. It
 * is many times what software adapters take, which compile their shaders on the processor.
 */
const longestCheckMs = 180_000;

/** The longest wait for an abandoned choice of kernels to finish, in milliseconds. */
const settleMs = 2_000;

/**
 * Checks a backend: WebGPU and the CPU engine with those of our kernels that pass; the others have
 * only tfjs's own kernels.
 */
async function check(
  chosen: Chosen,
  fatal: AbortSignal,
  kernels: Settings['kernels'],
): Promise<KernelChoice> {
  const { backend } = chosen.report;
  if (backend === 'cpu') return { kernels: [], check: reference };
  if (backend === 'webgpu' || backend === 'wasm') {
    const choice = chooseKernels(kernels, undefined, fatal);
    return abortable(choice, fatal).catch(async (thrown: unknown) => {
      // The choice changes the current backend, so it must finish before another is tried, unless a
      // lost device never answers.
      await Promise.race([choice.catch(() => undefined), wait(settleMs)]);
      throw thrown;
    });
  }
  return { kernels: [], check: await abortable(selfCheck(fatal), fatal) };
}

/** Decided by the adapter's name, or by its speed if the driver gives no name (Firefox). */
async function isSoftware({ report }: Chosen, fatal: AbortSignal): Promise<boolean> {
  if (report.software || report.adapter !== '') return report.software;
  return (await abortable(productRate(), fatal)) < softwareRate;
}

const worst = ({ errors, tolerance }: SelfCheck): string =>
  errors
    .filter(({ relative }) => relative > tolerance)
    .map(({ name, relative }) => `${name}: ${relative.toExponential(1)}`)
    .join(', ');

/**
 * Tries the backends in order until one starts and passes the self-check. Emits `backend` and
 * `self-check`, or `start-failed`, in which case it returns null.
 */
export async function start(
  { backend: requested, kernels: requestedKernels }: Pick<Settings, 'backend' | 'kernels'>,
  emit: (event: EngineEvent) => void,
): Promise<Started | null> {
  const attempts: BackendAttempt[] = [];
  const reject = (backend: BackendId, reason: BackendAttempt['reason'], detail: string): void =>
    void attempts.push({ backend, accepted: false, reason, detail });

  for (const backend of backendIds) {
    if (requested !== 'auto' && requested !== backend) {
      reject(backend, 'not-asked', '');
      continue;
    }
    const tried = await tryBackend(backend, requested !== 'auto');
    if ('refusal' in tried) {
      reject(backend, tried.refusal.reason, tried.refusal.detail);
      continue;
    }
    const { watch } = tried.chosen;
    const { fatal } = watch;
    emit({ type: 'backend', report: { ...tried.chosen.report, attempts, kernels: [] } });
    const timer = setTimeout(
      () => watch.fail('gpu-error', `the checks have not ended within ${longestCheckMs / 1_000} s`),
      longestCheckMs,
    );
    try {
      const { kernels, check: result } = await check(tried.chosen, fatal, requestedKernels);
      if (result.passed) {
        const software = await isSoftware(tried.chosen, fatal);
        if (software && requested === 'auto' && backend !== 'cpu') {
          reject(backend, 'software', tried.chosen.report.adapter);
          continue;
        }
        const report: BackendReport = {
          ...tried.chosen.report,
          software,
          kernels,
          attempts: [...attempts, { backend, accepted: true, reason: null, detail: '' }],
        };
        emit({ type: 'backend', report });
        emit({ type: 'self-check', check: result });
        return { report, watch };
      }
      emit({ type: 'self-check', check: result });
      reject(backend, 'self-check', worst(result));
    } catch (thrown) {
      reject(backend, 'self-check', messageOf(thrown));
    } finally {
      clearTimeout(timer);
    }
    tf.disposeVariables();
  }
  const failedCheck = attempts.some(({ reason }) => reason === 'self-check');
  const error = { code: failedCheck ? 'self-check-failed' : 'no-backend', detail: '' } as const;
  emit({ type: 'start-failed', error, attempts });
  return null;
}
