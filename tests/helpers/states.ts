/** States of the page, as the engine's events would leave them. */
import { defaultExperiment } from '../../src/experiment/schema';
import type { SplitReport } from '../../src/protocol/data';
import type { BackendReport, CpuReport, SelfCheck, SpeedReport } from '../../src/protocol/device';
import { emptyRun, type RunView } from '../../src/store/slices/run';
import type { LabState } from '../../src/store/state';

/** An experiment whose form has every field in sight. */
export const everyField = {
  ...defaultExperiment,
  model: 'alexnet-small',
  optimizer: 'momentum',
  schedule: 'step',
} as const;

export const gpu: BackendReport = {
  backend: 'webgpu',
  adapter: 'Some GPU',
  software: false,
  maxBindingBytes: 2 ** 30,
  maxBufferBytes: 2 ** 31,
  kernels: [],
  attempts: [{ backend: 'webgpu', accepted: true, reason: null, detail: '' }],
};

export const software: BackendReport = {
  backend: 'webgl',
  adapter: 'SwiftShader',
  software: true,
  maxBindingBytes: null,
  maxBufferBytes: null,
  kernels: [],
  attempts: [
    { backend: 'webgpu', accepted: false, reason: 'no-adapter', detail: 'requestAdapter() gave null' },
    { backend: 'webgl', accepted: true, reason: null, detail: '' },
  ],
};

/** The CPU engine on two cores. */
export const cpuReport: CpuReport = {
  threads: 2,
  cores: 2,
  fma: true,
  isolated: true,
  tile: '6×8',
  gflops: 52.3,
  maxMemoryBytes: 2 ** 32,
};

export const cpuEngine: BackendReport = {
  backend: 'wasm',
  adapter: 'WebAssembly SIMD, fused multiply-add',
  software: false,
  maxBindingBytes: 2 ** 31 - 2 ** 16,
  maxBufferBytes: 2 ** 31 - 2 ** 16,
  kernels: [],
  attempts: [
    { backend: 'webgpu', accepted: false, reason: 'no-adapter', detail: 'requestAdapter() gave null' },
    { backend: 'webgl', accepted: false, reason: 'software', detail: 'SwiftShader' },
    { backend: 'wasm', accepted: true, reason: null, detail: '' },
  ],
  cpu: cpuReport,
};

/** The same on a page that is not isolated from other origins. */
export const oneThread: BackendReport = {
  ...cpuEngine,
  cpu: { ...cpuReport, threads: 1, cores: 8, isolated: false },
};

export const passed: SelfCheck = {
  passed: true,
  errors: [{ name: 'loss', relative: 1e-7 }],
  tolerance: 2e-3,
  seconds: 2,
};

const part = (images: number) => ({ images, classes: Array<number>(10).fill(images / 10), sheets: 1 });

export const split: SplitReport = {
  seed: 42,
  train: part(40_000),
  val: part(10_000),
  test: part(10_000),
  sharedIndices: 0,
  sharedPixels: 0,
};

export const ready: Partial<LabState> = { backend: gpu, selfCheck: passed, split };

export const run: RunView = {
  ...emptyRun,
  experiment: defaultExperiment,
  continued: false,
  firstEpoch: 1,
  lastEpoch: 10,
  stepsPerEpoch: 625,
};

/** A measurement of a network that is too short to be one. */
export const speed: SpeedReport = {
  experiment: defaultExperiment,
  backend: gpu,
  gemmGflops: 2_000,
  gemmSide: 1_024,
  stepMs: 50,
  times: [
    { layer: 'conv2d', pass: 'forward', ms: 8, gflops: 1_600 },
    { layer: 'conv2d', pass: 'dW', ms: 16, gflops: 800 },
    { layer: 'max_pooling2d', pass: 'forward', ms: 2, gflops: null },
    { layer: 'max_pooling2d', pass: 'backward', ms: 2, gflops: null },
    { layer: null, pass: 'update', ms: 12, gflops: null },
  ],
};
