/**
 * Decides which of our kernels to train with on this adapter: those whose family agrees with the
 * CPU backend and which together pass the check of the whole network. Runs in the worker or in
 * Node; WebGPU or the CPU engine must be the current backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Settings } from '../../experiment/url';
import { forgoSubgroups, subgroupSize } from '../../kernels/device';
import { gpuOf, onDevice, type KernelFamily } from '../../kernels/family';
import { families, useKernels } from '../../kernels/register';
import { selfTest, type FamilyCheck } from '../../kernels/selfTest';
import type { KernelReport, SelfCheck } from '../../protocol/device';
import { selfCheck } from './selfCheck';

/** The families' reports, and the check of the whole network with the families in use. */
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
 * Tests the families. Subgroups are new in WebGPU: if the products that use them are wrong, those
 * without subgroups are tested before falling back to tfjs's own, which are much slower.
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
 * Tests the families, enables those that pass, and checks the whole network with them; if that
 * fails, checks once more with only tfjs's own kernels. `check.passed` is false only if those fail
 * too: then the backend must not be used for training. Rejects with the reason of `signal` before
 * it changes the backend again.
 */
export async function chooseKernels(
  requested: Settings['kernels'],
  candidates: readonly KernelFamily[] = families,
  signal?: AbortSignal,
): Promise<KernelChoice> {
  if (requested === 'stock') {
    useKernels([]);
    return { kernels: candidates.map(notTested), check: await selfCheck(signal) };
  }
  const kernels = await tested(candidates, signal);
  const passed = kernels.filter(({ status }) => status === 'passed').map(({ family }) => family);
  useKernels(passed, candidates);
  if (passed.length === 0) return { kernels, check: await selfCheck(signal) };
  // A device error counts as wrong numbers: tfjs's kernels may still be right.
  const check = await onDevice(() => selfCheck(signal)).catch(() => null);
  if (check?.passed) return { kernels, check };
  signal?.throwIfAborted();
  useKernels([]);
  const dropped = kernels.map((report): KernelReport =>
    report.status === 'passed' ? { ...report, status: 'not-used' } : report,
  );
  return { kernels: dropped, check: await selfCheck(signal) };
}
