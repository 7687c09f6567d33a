/**
 * A case in Keras on this machine's CPU: the page's package of a run before its first update,
 * trained with the program in it. Node.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImageStore } from '../../src/dataset/imageStore';
import { planSplit } from '../../src/dataset/split';
import { freshCallbackState } from '../../src/training/run';
import { createTrainState, disposeTrainState } from '../../src/engine/core/trainState';
import type { Experiment } from '../../src/experiment/schema';
import { writeClassic } from '../helpers/classicFiles';
import { packRun } from '../helpers/packedRun';
import type { Measured } from './measured';

const minute = 60_000;
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The interpreter of the environment that the Keras tests have; it is made where it is missing. */
export function pythonWithKeras(): string {
  const asked = process.platform === 'win32' ? 'python' : 'python3';
  const told = execFileSync(asked, [here('../keras/run.py'), '--only-install'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 12 * minute,
  });
  return told.trim();
}

/**
 * Runs a script beside this file; what it prints is seen as it comes. Throws where it fails or
 * takes longer than `most` ms.
 */
export function runPython(python: string, script: string, args: readonly string[], max: number): void {
  // -B: nothing is left behind in the tracked folders.
  execFileSync(python, ['-B', here(script), ...args], { stdio: ['ignore', 2, 2], timeout: max });
}

/** `2 × AMD EPYC`: the cores that a program may use, and their name. */
export const processor = (): string => `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'CPU'}`;

/** Writes into a folder what a run in Keras needs: the package and the images. */
export async function prepareKeras(folder: string, store: ImageStore, experiment: Experiment): Promise<void> {
  const { train, val, test } = planSplit(experiment, store.manifest);
  writeClassic(join(folder, 'cifar'), store, new Set([...train, ...val]), new Set(test));
  const trainState = createTrainState(experiment);
  await packRun(folder, 'package.zip', store, trainState, {
    memory: freshCallbackState(trainState),
    epochs: [],
  });
  disposeTrainState(trainState);
}

/**
 * Trains what was prepared. Without oneDNN, TensorFlow adds in another order: such a run tells how
 * far Keras is from itself where it rounds differently.
 */
export function trainInKeras(python: string, folder: string, oneDnn: boolean): Measured {
  const result = join(folder, 'keras.json');
  process.env['TF_ENABLE_ONEDNN_OPTS'] = oneDnn ? '1' : '0';
  runPython(
    python,
    'keras_run.py',
    [join(folder, 'package.zip'), join(folder, 'cifar'), result],
    20 * minute,
  );
  const told = JSON.parse(readFileSync(result, 'utf8')) as Omit<
    Measured,
    'backend' | 'device' | 'driver' | 'oneDnn' | 'threads'
  >;
  return {
    ...told,
    oneDnn,
    backend: 'keras',
    device: processor(),
    driver: '',
    threads: availableParallelism(),
  };
}
