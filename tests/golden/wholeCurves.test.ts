/** All 50 steps of both of AlexNet's loss curves at 67 px on the CPU engine; golden.test.ts takes the first ten. */
import { expect, it } from 'vitest';
import { useCpuEngine } from '../helpers/cpuEngine';
import { checkCase, useAll } from './files';
import { tooFar } from './tolerances';

it('Keras computes 50 steps of AlexNet at 67 px as we do', async () => {
  await useAll(useCpuEngine);
  const findings = await checkCase('alexnet-67');
  expect(tooFar(findings)).toEqual([]);
  // 47 outputs, gradients and moving statistics, states of 150 tensors after the first step and the tenth, and two curves.
  expect(findings).toHaveLength(47 + 2 * 150 + 2 * 50);
});
