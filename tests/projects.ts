/**
 * The Vitest projects: which tests run where. Each check has one place, the cheapest that can see
 * it; `npm test` runs `pure`, `unit`, `components`, `kernels` and `course`, and the others follow
 * in `npm run test:all`. See README.md beside this file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { TestProjectConfiguration } from 'vitest/config';
import { narrowVectors } from './helpers/lavapipe.ts';

const root = new URL('..', import.meta.url);

/** Tests of what lies above the kernels that have a part for WebGPU (helpers/backends.ts). */
const aboveKernels = readdirSync(new URL('tests', root))
  .filter((folder) => !['browser', 'kernels', 'keras'].includes(folder) && !folder.includes('.'))
  .flatMap((folder) =>
    readdirSync(new URL(`tests/${folder}`, root), { recursive: true, encoding: 'utf8' }).map(
      (path) => `tests/${folder}/${path.replaceAll('\\', '/')}`,
    ),
  )
  .filter((path) => path.endsWith('.test.ts'))
  .filter((path) =>
    /\b(onWebGpu|onTrainingBackends|onEveryBackend|webGpuProblem)\b/.test(
      readFileSync(new URL(path, root), 'utf8'),
    ),
  );

/** The WebGPU kernels; those of the CPU engine are in a folder below. */
const kernels = ['tests/kernels/*.test.ts'];
const course = 'tests/browser/course.test.ts';
/** Tests of pure modules: nothing of them lasts, so their files share what they import. */
const pure = [
  'tests/*.test.ts',
  'tests/{app,bench,charts,client,compare,experiment,helpers,i18n,lib,mutants,network,store,tfjs,ui}/**/*.test.ts',
];
/**
 * Of what needs no adapter, the files that take longest: files of models, fuzzing, all images, long
 * runs.
 */
const long = [
  'tests/bench/count.test.ts',
  'tests/formats/peak.test.ts',
  'tests/storage/flat.test.ts',
  'tests/formats/fuzz.test.ts',
  'tests/formats/models.test.ts',
  'tests/storage/importFuzz.test.ts',
  'tests/dataset/realData.test.ts',
  'tests/golden/whole.test.ts',
];

const inNode = {
  // Vitest would leave a core free, and tfjs’s CPU backend computes on one.
  maxWorkers: '100%',
  testTimeout: 180_000,
  sequence: { groupOrder: 0 },
};
/**
 * In threads of one process, which start sooner and share its compiled code. Dawn, and what
 * measures or ends a process, has processes of its own.
 */
const inThreads = { ...inNode, pool: 'threads' } as const;
/** Files that share what they import: none may find what another has put in a function's place. */
const shared = { isolate: false, restoreMocks: true };
const inBrowsers = {
  // For the Firefox that they start.
  env: narrowVectors,
  globalSetup: ['tests/browser/globalSetup.ts'],
  // One page keeps both cores busy: two at a time spare nothing. So the files share what they
  // import, a second each: the browsers' drivers, mostly. Minutes for a run.
  fileParallelism: false,
  isolate: false,
  testTimeout: 900_000,
  hookTimeout: 300_000,
};

export const projects: TestProjectConfiguration[] = [
  {
    extends: true,
    test: {
      ...inThreads,
      ...shared,
      name: 'pure',
      // The report holds its style sheet; those of the page are left out.
      css: { include: [/report\.css/] },
      include: pure,
      exclude: long,
    },
  },
  {
    // What computes with tfjs, whose backends and kernels are one for all that share its modules.
    extends: true,
    test: {
      ...inThreads,
      name: 'unit',
      include: ['tests/**/*.test.ts'],
      exclude: ['tests/browser/**', 'tests/keras/**', ...pure, ...kernels, ...long],
      env: { LAB_BACKENDS: 'cpu,wasm' },
    },
  },
  {
    // Components in a document without a browser: what is drawn, pressed, typed and focused.
    extends: true,
    test: {
      ...inThreads,
      ...shared,
      name: 'components',
      environment: 'jsdom',
      setupFiles: ['tests/helpers/domSetup.ts'],
      include: ['tests/**/*.dom.test.tsx'],
    },
  },
  {
    extends: true,
    test: { ...inNode, name: 'long', include: long, env: { LAB_BACKENDS: 'cpu,wasm' } },
  },
  {
    // The whole grid of the WebGPU kernels on one adapter; SwiftShader compiles a shader several
    // times as fast as lavapipe.
    extends: true,
    test: {
      ...inNode,
      name: 'kernels',
      include: kernels,
      env: { LAB_ADAPTER: 'swiftshader,lavapipe,system' },
    },
  },
  {
    // What lies above the kernels, on WebGPU: run with `-t ' on webgpu'`, as the rest of these
    // files has been run. lavapipe computes faster.
    extends: true,
    test: {
      ...inNode,
      name: 'webgpu',
      include: aboveKernels,
      testTimeout: 600_000,
      env: { ...narrowVectors, LAB_BACKENDS: 'webgpu', LAB_ADAPTER: 'lavapipe,swiftshader,system' },
    },
  },
  {
    // A sample of the kernels through the compiler of another adapter, and Keras's figures on the
    // first. Each shader computes little here, so LLVM need not optimise it. Vectors and subgroups
    // are of eight, as lavapipe has them by itself: SwiftShader's are of four.
    extends: true,
    test: {
      ...inNode,
      name: 'kernels-lavapipe',
      include: kernels,
      env: { LAB_BACKENDS: 'webgpu', LAB_ADAPTER: 'lavapipe', LAB_SAMPLE: '1', GALLIVM_PERF: 'nopt' },
    },
  },
  {
    extends: true,
    test: {
      ...inNode,
      name: 'golden-swiftshader',
      // It binds AlexNet at 227 px whole, which lavapipe does not.
      include: ['tests/golden/golden.test.ts', 'tests/training/bindingLimit.test.ts'],
      testTimeout: 600_000,
      env: { LAB_BACKENDS: 'webgpu', LAB_ADAPTER: 'swiftshader', LAB_SAMPLE: '1' },
    },
  },
  {
    // The lab's course in one browser: what each change must pass.
    extends: true,
    test: { ...inBrowsers, name: 'course', include: [course], sequence: { groupOrder: 1 } },
  },
  {
    extends: true,
    test: {
      ...inBrowsers,
      name: 'browser',
      include: ['tests/browser/**/*.test.ts'],
      exclude: [course],
      sequence: { groupOrder: 2 },
    },
  },
];
