import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../src/experiment/schema';
import { networkFor } from '../../src/network';
import {
  bindingProblem,
  largestActivations,
  largestBindings,
  largestKernel,
} from '../../src/network/bindings';
import type { KernelReport } from '../../src/protocol/device';

const alexnet = networkFor(defaultExperiment);
const small = networkFor({ ...defaultExperiment, model: 'alexnet-small' });
const mebi128 = 134_217_728;

const family = (name: KernelReport['family'], status: KernelReport['status'] = 'passed'): KernelReport => ({
  family: name,
  status,
  relative: 1e-6,
  seconds: 0,
  detail: '',
});
const limits = (
  maxBindingBytes: number | null,
  kernels: KernelReport[] = [],
  maxBufferBytes = maxBindingBytes && 2 * maxBindingBytes,
) => ({
  maxBindingBytes,
  maxBufferBytes,
  kernels,
});
const ours = [family('gemm'), family('update')];

describe('what a step binds', () => {
  it('is largest at dense’s kernel for AlexNet-227 in a small batch, at conv2d’s activations in a large one', () => {
    expect(largestKernel(alexnet)).toEqual({ kind: 'kernel', layer: 'dense', bytes: 150_994_944 });
    expect(largestActivations(alexnet, 2).bytes).toBeLessThan(150_994_944);
    expect(largestActivations(alexnet, 256)).toEqual({
      kind: 'activations',
      layer: 'conv2d',
      bytes: 256 * 55 * 55 * 96 * 4,
    });
  });
});

describe('largestBindings', () => {
  it('gives each with what limits it: a kernel in windows by the buffer, activations by the binding', () => {
    const [kernel, activations] = largestBindings(alexnet, 8, limits(mebi128, ours));
    expect(kernel).toMatchObject({ kind: 'kernel', bytes: 150_994_944, limit: 2 * mebi128 });
    expect(activations).toMatchObject({ bytes: 8 * 55 * 55 * 96 * 4, limit: mebi128 });
    expect(largestBindings(alexnet, 8, limits(mebi128))[0]?.limit).toBe(mebi128);
    expect(largestBindings(alexnet, 256, limits(mebi128))[0]?.kind).toBe('activations');
  });
});

describe('bindingProblem', () => {
  it('refuses AlexNet-227 under WebGPU’s default limit and names the tensor; not under 1 GiB, not without a limit', () => {
    expect(bindingProblem(alexnet, 2, limits(mebi128))).toBe('dense: kernel, 151 MB > 134 MB');
    expect(bindingProblem(alexnet, 2, limits(2 ** 30))).toBeNull();
    expect(bindingProblem(alexnet, 2, limits(null))).toBeNull();
  });

  it('lets it pass where both families that work in windows are in use, and not with one alone', () => {
    expect(bindingProblem(alexnet, 2, limits(mebi128, ours))).toBeNull();
    for (const kernels of [
      [family('gemm')],
      [family('update')],
      [family('gemm'), family('update', 'failed')],
      [family('gemm', 'not-used'), family('update')],
    ])
      expect(bindingProblem(alexnet, 2, limits(mebi128, kernels))).toBe('dense: kernel, 151 MB > 134 MB');
  });

  it('refuses a kernel that no buffer holds, and activations that no binding holds, whatever the kernels', () => {
    expect(bindingProblem(alexnet, 2, limits(mebi128, ours, mebi128))).toBe('dense: kernel, 151 MB > 134 MB');
    expect(bindingProblem(alexnet, 256, limits(mebi128, ours))).toBe(
      'conv2d: activations of 256 images, 297 MB > 134 MB',
    );
  });

  it('lets AlexNet at 67 px pass at batch 64', () => {
    expect(bindingProblem(small, 64, limits(mebi128))).toBeNull();
  });
});
