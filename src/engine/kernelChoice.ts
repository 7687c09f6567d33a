/**
 * Which of our kernels train on this adapter: those whose family agrees with the CPU backend, and which together pass the check of the
 * whole network. Worker or Node; WebGPU or the CPU engine must be the current backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Settings } from '../experiment/url';
import { forgoSubgroups, subgroupSize } from '../kernels/device';
import { gpuOf, onDevice, type KernelFamily } from '../kernels/family';
import { families, useKernels } from '../kernels/register';
import { selfTest, type FamilyCheck } from '../kernels/selfTest';
import type { KernelReport, SelfCheck } from '../protocol/events';
import { selfCheck } from './selfCheck';

/** The families' reports, and the check of the whole network with those that are in use. */
export interface KernelChoice {
  readonly kernels: KernelReport[];
  readonly check: SelfCheck;
}

const reportOf = ({ family, passed, errors, seconds, detail }: FamilyCheck): KernelReport => ({
  family,
  status: passed ? 'passed' : 'failed',
  relative: errors.length > 0 ? Math.max(...errors.map(({ relative }) => relative)) : null,
  seconds,
  detail,
});

/**
 * The families' reports. Subgroups are new in WebGPU: where the products that use them are wrong, those without are tested before
 * tfjs's own, much slower, take their place.
 */
async function tested(candidates: readonly KernelFamily[], signal?: AbortSignal): Promise<KernelReport[]> {
  const reports = (await selfTest(candidates, signal)).map(reportOf);
  if (tf.getBackend() !== 'webgpu') return reports;
  const { device } = gpuOf(tf.backend());
  const products = candidates.filter(({ id }) => id === 'gemm');
  const failed = reports.some(({ family, status }) => family === 'gemm' && status === 'failed');
  if (!failed || subgroupSize(device) === 0) return reports;
  forgoSubgroups(device);
  const again = (await selfTest(products, signal)).map(reportOf);
  return reports.map((report) => {
    const second = again.find(({ family }) => family === report.family);
    if (second?.status !== 'passed') return report;
    return { ...second, detail: report.detail, withSubgroups: { relative: report.relative } };
  });
}

const notTested = ({ id }: KernelFamily): KernelReport => ({
  family: id,
  status: 'not-used',
  relative: null,
  seconds: 0,
  detail: '',
});

/**
 * Tests the families, puts into use those that pass, and checks the whole network with them; if that fails, once more with tfjs's own
 * kernels alone. `check.passed` is false only where those fail too: then the backend is not to be trained on. Rejects with the reason of
 * `signal`, before it changes the backend another time.
 */
export async function chooseKernels(
  wanted: Settings['kernels'],
  candidates: readonly KernelFamily[] = families,
  signal?: AbortSignal,
): Promise<KernelChoice> {
  if (wanted === 'stock') {
    useKernels([]);
    return { kernels: candidates.map(notTested), check: await selfCheck(signal) };
  }
  const kernels = await tested(candidates, signal);
  const passed = kernels.filter(({ status }) => status === 'passed').map(({ family }) => family);
  useKernels(passed, candidates);
  if (passed.length === 0) return { kernels, check: await selfCheck(signal) };
  // An error of the device counts as wrong numbers do: tfjs's kernels may still be right.
  const check = await onDevice(() => selfCheck(signal)).catch(() => null);
  if (check?.passed) return { kernels, check };
  signal?.throwIfAborted();
  useKernels([]);
  const dropped = kernels.map((report): KernelReport =>
    report.status === 'passed' ? { ...report, status: 'not-used' } : report,
  );
  return { kernels: dropped, check: await selfCheck(signal) };
}
