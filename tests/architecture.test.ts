/** The house's rules (src/README.md), checked on every source; each check is first shown to catch a breach. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  anyTypes,
  backwardEdges,
  cycles,
  folderOf,
  framesWaitedFor,
  pageGlobals,
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
const lines = ({ text }: Source): number => text.trimEnd().split('\n').length;
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
       import { b } from '../dataset/cifar10';
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

  it('libraries on the wrong side', () => {
    const tfjs = `import * as tf from '@tensorflow/tfjs-core';`;
    const vis = `const vis = await import('@tensorflow/tfjs-vis');`;
    const react = `import { useState } from 'react';`;
    const bad = [module('panels/train/x.tsx', tfjs), module('lib/x.ts', tfjs), module('panels/x.tsx', vis)];
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

  it('keep tfjs in the engine and React on the page', () => {
    expect(code.flatMap(strayLibraries)).toEqual([]);
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

  it('know no any', () => {
    expect([...code, ...tests].flatMap(anyTypes)).toEqual([]);
  });

  it('have at most 300 lines, and a median of at most 100', () => {
    const styles = read('src', /\.css$/);
    const long = [...sources, ...styles, ...tests].filter((source) => lines(source) > 300);
    expect(long.map(({ path }) => path)).toEqual([]);
    const sizes = code.map(lines).toSorted((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(100);
  });
});
