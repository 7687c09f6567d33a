/**
 * Computes a golden case on the current tfjs backend and says how far it is from Keras. Runs in
 * Node and in pages.
 */
import * as tf from '@tensorflow/tfjs-core';
import { networkFor, type NetworkSpec } from '../../src/network';
import { buildModel, logits, restoreWeights, type Model } from '../../src/model/build';
import { createOptimizer, type Optimizer } from '../../src/training/optimizer';
import { trainStep } from '../../src/training/step';
import type { GoldenCase } from './cases';
import { errorOf, images, initialValues, type Digest } from './recipe';

type Digests = Readonly<Record<string, Digest>>;

/** A file of tests/golden. */
export interface GoldenFile {
  readonly versions: Readonly<Record<string, string>>;
  readonly outputs: Digests;
  readonly probabilities: Digest;
  readonly loss: number;
  readonly gradients: Digests;
  readonly moving: Digests;
  /** Per optimizer and number of steps. */
  readonly states: Readonly<Record<string, Readonly<Record<string, Digests>>>>;
  readonly curves: readonly (readonly number[])[];
}

/** One comparison: the relative error of a quantity. */
export interface Finding {
  readonly part: 'outputs' | 'gradients' | 'moving' | 'states' | 'curves';
  readonly what: string;
  readonly error: number;
  /** Of a curve: from 1. */
  readonly step?: number;
}

/** What a slow backend leaves out, and what a negative control does wrong. */
export interface Options {
  /** Steps of an optimizer or a curve at most. */
  readonly maxSteps?: number;
  /** Only outputs and gradients. */
  readonly oneStep?: boolean;
  readonly network?: (right: NetworkSpec) => NetworkSpec;
  readonly optimizer?: (kind: GoldenCase['experiment']['optimizer']) => Optimizer;
}

class Check {
  readonly findings: Finding[] = [];
  private readonly model: Model;

  constructor(
    private readonly golden: GoldenCase,
    private readonly file: GoldenFile,
    private readonly options: Options,
    dropout = 0,
  ) {
    const network = networkFor({ ...golden.experiment, dropout });
    this.model = buildModel(options.network?.(network) ?? network, 1);
    this.model.clock.seed = golden.experiment.seed;
    this.reset();
  }

  dispose(): void {
    this.model.dispose();
  }

  private reset(): void {
    const values = this.model.net.weights.map(({ originalName, shape }) => {
      const sides = shape.map((side) => side ?? 1);
      return tf.tensor(initialValues(originalName, sides), sides);
    });
    restoreWeights(this.model, values);
    tf.dispose(values);
  }

  private async hold(
    part: Finding['part'],
    what: string,
    tensor: tf.Tensor,
    wanted: Digest | undefined,
  ): Promise<void> {
    if (!wanted) throw new Error(`The golden file has no ${part} ${what}`);
    this.findings.push({ part, what, error: errorOf(await tensor.data(), tensor.shape, wanted) });
  }

  private batch(step: number): { images: tf.Tensor4D; labels: Uint8Array } {
    const { input } = this.model.network;
    const { pixels, labels } = images(step, this.golden.batch, input);
    return { images: tf.tensor4d(pixels, [labels.length, ...input]), labels };
  }

  /** Each layer's output in inference, and the probabilities. */
  async outputs(): Promise<void> {
    const { images: pixels } = this.batch(0);
    let x: tf.Tensor = pixels;
    for (const layer of this.model.net.layers.filter(({ name }) => name !== 'input')) {
      const y = tf.tidy(() => layer.apply(x, { training: false }) as tf.Tensor);
      x.dispose();
      x = y;
      await this.hold('outputs', layer.name, y, this.file.outputs[layer.name]);
    }
    const whole = this.batch(0).images;
    const probabilities = tf.tidy(() => tf.softmax(logits(this.model, whole, 'inference')));
    await this.hold('outputs', 'probabilities', probabilities, this.file.probabilities);
    tf.dispose([x, whole, probabilities]);
  }

  /** A step's loss; the optimizer gets its gradients. */
  private async step(at: number, optimizer: Optimizer, lr: number): Promise<number> {
    const input = this.batch(at);
    const stats = trainStep(this.model, input, optimizer, lr);
    const [loss = Number.NaN] = await stats.data();
    tf.dispose([stats, input.images]);
    return loss;
  }

  /** The gradient of every weight, the loss, and BatchNorm's moving statistics after it. */
  async gradients(): Promise<void> {
    const taken: [string, tf.Tensor][] = [];
    const catcher = {
      ...createOptimizer(this.golden.experiment),
      apply: (variables: ReadonlyMap<string, tf.Variable>, gradients: tf.NamedTensorMap): void => {
        for (const [name, { name: id }] of variables) if (gradients[id]) taken.push([name, gradients[id]]);
      },
    };
    const loss = await this.step(0, catcher, 0);
    this.findings.push({ part: 'gradients', what: 'loss', error: Math.abs(loss / this.file.loss - 1) });
    for (const [name, gradient] of taken)
      await this.hold('gradients', name, gradient, this.file.gradients[name]);
    tf.dispose(taken.map(([, gradient]) => gradient));
    for (const [name, wanted] of Object.entries(this.file.moving))
      await this.hold('moving', name, this.weight(name), wanted);
    this.reset();
  }

  private weight(name: string): tf.Tensor {
    const found = this.model.net.weights.find(({ originalName }) => originalName === name);
    if (!found) throw new Error(`The model has no weight ${name}`);
    return found.read();
  }

  private optimizerOf(kind: GoldenCase['experiment']['optimizer']): Optimizer {
    const { momentum } = this.golden.experiment;
    return this.options.optimizer?.(kind) ?? createOptimizer({ optimizer: kind, momentum });
  }

  /** Weights, moving statistics and slots after some steps of each optimizer. */
  async states(): Promise<void> {
    for (const { optimizer: kind, lr, after } of this.golden.optimizers) {
      const optimizer = this.optimizerOf(kind);
      const wanted = after.filter((step) => step <= (this.options.maxSteps ?? step));
      for (let step = 1; step <= Math.max(...wanted); step++) {
        await this.step(step, optimizer, lr);
        if (!wanted.includes(step)) continue;
        for (const [name, digest] of Object.entries(this.file.states[kind]?.[step] ?? {}))
          await this.hold(
            'states',
            `${kind} ${step}: ${name}`,
            optimizer.slots.get(name) ?? this.weight(name),
            digest,
          );
      }
      optimizer.dispose();
      this.reset();
    }
  }

  /** The losses of a curve. */
  async curve(at: number): Promise<void> {
    const curve = this.golden.curves[at];
    const wanted = this.file.curves[at];
    if (!curve || !wanted) throw new Error(`There is no curve ${at}`);
    const optimizer = this.optimizerOf(curve.optimizer);
    const steps = Math.min(curve.steps, this.options.maxSteps ?? curve.steps);
    for (let step = 1; step <= steps; step++) {
      this.model.clock.step = step - 1;
      const loss = await this.step(step, optimizer, curve.lr);
      const error = Math.abs(loss / (wanted[step - 1] ?? Number.NaN) - 1);
      this.findings.push({
        part: 'curves',
        what: `the loss with dropout ${curve.dropout} at step ${step}`,
        error,
        step,
      });
    }
    optimizer.dispose();
    this.reset();
  }
}

/** All comparisons of a case. */
export async function checkGolden(
  golden: GoldenCase,
  file: GoldenFile,
  options: Options = {},
): Promise<Finding[]> {
  const check = new Check(golden, file, options);
  const { oneStep = false } = options;
  await check.outputs();
  await check.gradients();
  if (!oneStep) await check.states();
  check.dispose();
  const findings = [...check.findings];
  if (oneStep) return findings;
  for (const [at, { dropout }] of golden.curves.entries()) {
    const curve = new Check(golden, file, options, dropout);
    await curve.curve(at);
    curve.dispose();
    findings.push(...curve.findings);
  }
  return findings;
}
