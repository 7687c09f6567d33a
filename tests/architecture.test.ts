/**
 * The house's rules (src/README.md), checked on every source; each check is first shown to catch a
 * breach.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  anyTypes,
  backwardEdges,
  cycles,
  edgesOf,
  folderOf,
  emptyNames,
  framesWaitedFor,
  lineCount,
  pageGlobals,
  pairedDeclarations,
  replacedWords,
  roomsOf,
  rules,
  runtimeStatements,
  strayLibraries,
  type Source,
} from './helpers/architecture';

const root = fileURLToPath(new URL('..', import.meta.url));

function read(folder: 'src' | 'tests', names: RegExp): Source[] {
  return readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => names.test(path) && !path.includes('.venv/'))
    .map((path) => ({ path, text: readFileSync(`${root}${folder}/${path}`, 'utf8') }));
}

const sources = read('src', /\.tsx?$/);
const code = sources.filter(({ path }) => !path.endsWith('.d.ts'));
const tests = read('tests', /\.tsx?$/);
const module = (path: string, text: string): Source => ({ path, text });

describe('the checker catches', () => {
  it.each([
    ['a backward value', module('lib/units.ts', `import { a } from '../training/train';`)],
    ['a backward type', module('experiment/url.ts', `import type { A } from '../store/state';`)],
    [
      'a value where only types may pass',
      module('client/client.ts', `import { a } from '../protocol/events';`),
    ],
    ['a re-export', module('network/index.ts', `export * from '../model/build';`)],
    ['a dynamic import', module('charts/line.ts', `const a = await import('../store/store');`)],
    ['a neighbour of the one file that is allowed', module('model/build.ts', `import '../dataset/loader';`)],
    ['an unknown folder', module('utils/misc.ts', '')],
  ])('%s', (_, source) => {
    expect(backwardEdges(source)).toHaveLength(1);
  });

  it('and lets pass what the map allows', () => {
    const source = module(
      'model/build.ts',
      `import type { A } from '../network/spec';
       import { b } from '../lib/cifar10';
       import { c } from './layers';
       import * as tf from '@tensorflow/tfjs-layers';`,
    );
    expect([...backwardEdges(source), ...strayLibraries(source)]).toEqual([]);
    expect(backwardEdges(module('client/client.ts', `import type { A } from '../protocol/events';`))).toEqual(
      [],
    );
  });

  it('a cycle, through types and an index too', () => {
    const ring = [
      module('lib/a.ts', `import { b } from './b';`),
      module('lib/b/index.ts', `export type { C } from '../c';`),
      module('lib/c.ts', `import './a.ts';`),
      module('lib/d.ts', `import './a';`),
    ];
    expect(cycles(ring)).toEqual(['lib/a → lib/b → lib/c → lib/a']);
    expect(cycles(ring.slice(1))).toEqual([]);
  });

  it('a word that was replaced by the term of the field, in a name', () => {
    expect(replacedWords(module('engine/keeper.ts', ''))).toHaveLength(1);
    expect(
      replacedWords(module('lib/x.ts', 'const verdict = 1; export type JudgedImage = typeof verdict;')),
    ).toEqual(['lib/x.ts: verdict', 'lib/x.ts: JudgedImage']);
    expect(replacedWords(module('lib/x.ts', '// as judged by a person\nconst predictions = 1;'))).toEqual([]);
    expect(replacedWords(module('lib/x.ts', 'const almost = 1, mostSteps = 2;'))).toEqual([
      'lib/x.ts: mostSteps',
    ]);
  });

  it('a name that says nothing of its value', () => {
    expect(emptyNames(module('lib/x.ts', 'const given = 1; const forgiven = 2;'))).toEqual([
      'lib/x.ts: given',
    ]);
  });

  it('two declarations in one line', () => {
    expect(pairedDeclarations(module('lib/x.ts', 'const [a, b] = [1, 2];'))).toHaveLength(1);
    expect(pairedDeclarations(module('lib/x.ts', 'for (const [a, b] = [1, 2] as const; ;) {}'))).toHaveLength(
      1,
    );
    expect(pairedDeclarations(module('lib/x.ts', 'const [a, b] = pair(); [a, b] = [b, a];'))).toEqual([]);
  });

  it('a cycle of two folders whose files have none', () => {
    const files = [
      module('engine/a/one.ts', `import '../b/one';`),
      module('engine/b/one.ts', ''),
      module('engine/b/two.ts', `import type { T } from '../a/two';`),
      module('engine/a/two.ts', ''),
    ];
    expect(cycles(files)).toEqual([]);
    expect(cycles(roomsOf(files, 'engine'))).toEqual(['engine/a → engine/b → engine/a']);
    expect(cycles(roomsOf(files.slice(0, 2), 'engine'))).toEqual([]);
  });

  it('libraries on the wrong side', () => {
    const tfjs = `import * as tf from '@tensorflow/tfjs-core';`;
    const vis = `const vis = await import('@tensorflow/tfjs-vis');`;
    const react = `import { useState } from 'react';`;
    const bad = [module('ui/train/x.tsx', tfjs), module('lib/x.ts', tfjs), module('ui/x.tsx', vis)];
    for (const source of [...bad, module('training/x.ts', react), module('network/x.ts', react)])
      expect(strayLibraries(source)).toHaveLength(1);
    for (const source of [
      module('training/x.ts', tfjs),
      module('charts/x.ts', vis),
      module('app/x.tsx', react),
    ])
      expect(strayLibraries(source)).toEqual([]);
  });

  it("the page's globals in the engine", () => {
    expect(pageGlobals(module('engine/x.ts', `document.title = '';`))).toHaveLength(1);
    expect(pageGlobals(module('training/x.ts', `const w = window.innerWidth;`))).toHaveLength(1);
    expect(pageGlobals(module('app/x.tsx', `document.title = '';`))).toEqual([]);
    expect(pageGlobals(module('network/x.ts', `const window = slide(); use(window.output);`))).toEqual([]);
  });

  it('a frame that training waits for', () => {
    for (const text of [
      'await tf.nextFrame();',
      'self.requestAnimationFrame(go);',
      `self['requestAnimationFrame'](go);`,
    ])
      expect(framesWaitedFor(module('training/x.ts', text))).toHaveLength(1);
    expect(framesWaitedFor(module('charts/x.ts', 'requestAnimationFrame(draw);'))).toEqual([]);
    expect(framesWaitedFor(module('engine/x.ts', '// never requestAnimationFrame'))).toEqual([]);
  });

  it('any, and a value among types', () => {
    expect(anyTypes(module('lib/x.ts', `const a: unknown = 1;\nexport const b = a as any;`))).toEqual([
      'lib/x.ts:2 any',
    ]);
    expect(anyTypes(module('lib/x.ts', `const any = 'any'; // any`))).toEqual([]);
    const mixed = `import type { A } from './a'; export type B = A; export const c = 1; import { D } from './d';`;
    expect(runtimeStatements(module('protocol/x.ts', mixed))).toHaveLength(2);
  });
});

describe('the sources', () => {
  it('are all here', () => {
    expect(code.length).toBeGreaterThan(10);
    expect(new Set(code.map(({ path }) => folderOf(path)))).toContain('experiment');
  });

  it('import from left to right', () => {
    expect(code.flatMap(backwardEdges)).toEqual([]);
  });

  it('have a map without a cycle', () => {
    const folders = Object.entries(rules).map(([folder, { values, types = [] }]) =>
      module(
        `${folder}.ts`,
        [...values, ...types].map((place) => `import './${folderOf(`${place}/`)}';`).join('\n'),
      ),
    );
    expect(cycles(folders)).toEqual([]);
  });

  it('have no cycle', () => {
    expect(cycles(code)).toEqual([]);
  });

  it('have at most 12 rooms in engine/, and no cycle among them', () => {
    const rooms = roomsOf(code, 'engine');
    expect(rooms.length).toBeLessThanOrEqual(12);
    expect(rooms.length).toBeGreaterThan(6);
    expect(cycles(rooms)).toEqual([]);
  });

  it.each(['ui', 'ui/evaluate', 'ui/explore', 'ui/shared'])('have no cycle of folders in %s/', (folder) => {
    const rooms = roomsOf(code, folder);
    expect(rooms.length).toBeGreaterThan(4);
    expect(cycles(rooms)).toEqual([]);
  });

  it('keep tfjs in the engine and React on the page', () => {
    expect(code.flatMap(strayLibraries)).toEqual([]);
  });

  it('take their examples of properties from one seed', () => {
    const direct = tests.filter((source) => edgesOf(source).some(({ target }) => target === 'fast-check'));
    expect(direct.map(({ path }) => path)).toEqual(['helpers/properties.ts']);
  });

  it('do not touch the page from the engine', () => {
    expect(code.flatMap(pageGlobals)).toEqual([]);
  });

  it('never wait for a frame while they train', () => {
    expect(code.flatMap(framesWaitedFor)).toEqual([]);
  });

  it('hold only types in protocol/', () => {
    const protocol = code.filter(({ path }) => path.startsWith('protocol/'));
    expect(protocol.length).toBeGreaterThan(0);
    expect(protocol.flatMap(runtimeStatements)).toEqual([]);
  });

  it('use the terms of the field, and names that say what they hold', () => {
    expect([...code, ...tests].flatMap(replacedWords)).toEqual([]);
    expect(code.flatMap(emptyNames)).toEqual([]);
  });

  it('declare one thing in a statement, and leave lines to the formatter', () => {
    expect([...code, ...tests].flatMap(pairedDeclarations)).toEqual([]);
    const unformatted = [...sources, ...tests].filter(({ text }) => /prettier-ignor[e]/.test(text));
    expect(unformatted.map(({ path }) => path)).toEqual([]);
  });

  it('are no file that only passes on: none but a worker’s entry has fewer than 15 lines', () => {
    const short = code.filter((source) => lineCount(source) < 15);
    expect(short.map(({ path }) => path)).toEqual(['kernels/wasm/poolWorker.ts']);
  });

  it('know no any', () => {
    expect([...code, ...tests].flatMap(anyTypes)).toEqual([]);
  });

  // The linter bounds lines of code, at 300.
  it('have at most 440 lines with comments, and a median of at most 100', () => {
    const styles = read('src', /\.css$/);
    const long = [...sources, ...styles, ...tests].filter((source) => lineCount(source) > 440);
    expect(long.map(({ path }) => path)).toEqual([]);
    const sizes = code.map(lineCount).toSorted((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(100);
  });
});
