import { describe, expect, it } from 'vitest';
import { bindingProblem, largestBinding } from '../../src/engine/preflight';
import { networkFor } from '../../src/network';

const alexnet = networkFor({ model: 'alexnet', input: 67, dropout: 0.5 });
const small = networkFor({ model: 'alexnet-small', input: 67, dropout: 0.5 });
const mebi128 = 134_217_728;

describe('largestBinding', () => {
  it('is dense’s kernel for AlexNet-227 at a small batch, conv2d’s activations at a large one', () => {
    expect(largestBinding(alexnet, 2)).toEqual({ what: 'dense: kernel', bytes: 150_994_944 });
    expect(largestBinding(alexnet, 256)).toEqual({
      what: 'conv2d: activations of 256 images',
      bytes: 256 * 55 * 55 * 96 * 4,
    });
  });
});

describe('bindingProblem', () => {
  it('refuses AlexNet-227 under WebGPU’s default limit and names the tensor; not under 1 GiB, not without a limit', () => {
    expect(bindingProblem(alexnet, 2, mebi128)).toBe('dense: kernel, 151 MB > 134 MB');
    expect(bindingProblem(alexnet, 2, 2 ** 30)).toBeNull();
    expect(bindingProblem(alexnet, 2, null)).toBeNull();
  });

  it('lets AlexNet at 67 px pass at batch 64', () => {
    expect(bindingProblem(small, 64, mebi128)).toBeNull();
  });
});
