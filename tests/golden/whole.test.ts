/**
 * What takes longest of the golden checks, on the CPU engine: AlexNet at 227 px, and 50 steps of
 * both loss curves at 67 px.
 */
import { describe, expect, it } from 'vitest';
import { useCpuEngine } from '../helpers/cpuEngine';
import { checkCase, largeCases } from './files';
import { tooFar } from './tolerances';

// 47 outputs, gradients and moving statistics, states of 150 tensors after the first step and the
// tenth, and two curves.
const curves = {
  title: 'computes 50 steps of AlexNet at 67 px as we do',
  id: 'alexnet-67',
  compared: 47 + 2 * 150 + 2 * 50,
} as const;

describe('Keras', () => {
  it.each([curves, ...largeCases])('$title', async ({ id, compared }) => {
    await useCpuEngine();
    const findings = await checkCase(id);
    expect(tooFar(findings)).toEqual([]);
    expect(findings).toHaveLength(compared);
  });
});
