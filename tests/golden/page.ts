/** The golden checks in a page, on WebGL: `tests/browser/golden.test.ts` calls `checkOnWebGl` there. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgl';
import { patchGradients } from '../../src/kernels/patches';
import { goldenCases } from './cases';
import { checkGolden, type GoldenFile, type Options } from './check';
import { tooFar } from './tolerances';

/** What was compared, what is too far from Keras, and on what. */
export interface PageReport {
  readonly backend: string;
  readonly compared: number;
  readonly tooFar: readonly string[];
}

async function checkOnWebGl(id: string, options: Options): Promise<PageReport> {
  tf.env().set('SOFTWARE_WEBGL_ENABLED', true);
  await tf.setBackend('webgl');
  patchGradients();
  const golden = goldenCases.find((candidate) => candidate.id === id);
  if (!golden) throw new Error(`There is no golden case ${id}`);
  const file = (await (await fetch(`./${id}.json`)).json()) as GoldenFile;
  const findings = await checkGolden(golden, file, options);
  return { backend: tf.getBackend(), compared: findings.length, tooFar: tooFar(findings) };
}

Object.assign(window, { checkOnWebGl });
