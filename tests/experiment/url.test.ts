import * as fc from '../helpers/properties';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { noClassroom } from '../../src/experiment/classroom';
import { presets } from '../../src/experiment/presets';
import {
  defaultExperiment,
  experimentFields,
  experimentKeys,
  experimentSchema,
  type Experiment,
  type ExperimentKey,
} from '../../src/experiment/schema';
import { allowedValues, parseUrl, toUrl, type Settings } from '../../src/experiment/url';
import { typedNumber } from '../../src/experiment/typedNumber';
import { experiments } from '../helpers/experiments';

const auto: Settings = { backend: 'auto', kernels: 'auto', lang: 'auto' };
const settings: fc.Arbitrary<Settings> = fc.record({
  backend: fc.constantFrom('auto' as const, 'webgpu' as const, 'webgl' as const, 'cpu' as const),
  kernels: fc.constantFrom('auto' as const, 'stock' as const),
  lang: fc.constantFrom('auto' as const, 'en' as const, 'ko' as const),
});

describe('toUrl and parseUrl', () => {
  it('give every experiment back', () => {
    fc.assert(
      fc.property(experiments, settings, (experiment, chosen) => {
        expect(parseUrl(toUrl(experiment, chosen))).toEqual({
          experiment,
          settings: chosen,
          classroom: noClassroom,
          problems: [],
        });
      }),
      { numRuns: 300 },
    );
  });

  it('leave the address empty for the reference, and write only what differs', () => {
    expect(toUrl(defaultExperiment, auto)).toBe('');
    const changed: Experiment = { ...defaultExperiment, model: 'lenet5', lr: 1e-7, flip: true };
    expect(toUrl(changed, { ...auto, lang: 'ko' })).toBe('?model=lenet5&lr=1e-7&flip=1&lang=ko');
  });

  it("read the product's example", () => {
    const query =
      '?model=lenet5&train=2000&val=500&test=500&epochs=2&batch=64&optimizer=adam&lr=0.001&seed=7&backend=webgpu&lang=en';
    const parsed = parseUrl(query);
    expect(parsed.problems).toEqual([]);
    expect(parsed.settings).toEqual({ backend: 'webgpu', kernels: 'auto', lang: 'en' });
    expect(parsed.experiment).toEqual({
      ...defaultExperiment,
      model: 'lenet5',
      train: 2000,
      val: 500,
      test: 500,
      epochs: 2,
      lr: 0.001,
      seed: 7,
    });
  });
});

describe('bad values', () => {
  const broken: Readonly<Partial<Record<ExperimentKey, readonly string[]>>> = {
    model: ['', 'vgg', 'Alex Net'],
    input: ['66', '228', '67.5', '', ' ', '0x50', 'NaN'],
    train: ['0', '50001', '-1', '1e9', '1.5'],
    val: ['0', '50001', 'all'],
    test: ['0', '10001'],
    epochs: ['0', '1001', 'Infinity'],
    batch: ['0', '1025', '-64', '64px'],
    optimizer: ['rmsprop'],
    lr: ['0', '-0.1', '11', '1e-9', '1e999', 'fast', '1.000'],
    momentum: ['1', '-0.0'],
    schedule: ['linear'],
    stepEvery: ['0'],
    stepFactor: ['0', '2'],
    flip: ['yes', '2', ''],
    shift: ['9', '-0', '0.5'],
    scale: ['none'],
    dropout: ['1', '-0.5'],
    norm: ['layer', ''],
    convs: ['1', '6', '2.5'],
    earlyStopping: ['-1'],
    reduceLr: ['1001'],
    labels: ['false'],
    leak: ['yes', '2', ''],
    seed: ['-1', '4294967296', '1.5'],
  };
  const cases = experimentKeys.flatMap((key) =>
    [...(broken[key] ?? []), 'none of these'].map((text) => [key, text] as const),
  );

  it.each(cases)('%s=%s is named and its default used', (key, value) => {
    const parsed = parseUrl(`?${new URLSearchParams({ [key]: value })}`);
    const allowed = allowedValues(experimentFields[key]);
    expect(parsed.problems).toEqual([{ key, value, reason: 'invalid', allowed }]);
    expect(parsed.experiment).toEqual(defaultExperiment);
  });

  it.each([
    ['?model=lenet5&amp;lr=0.01&amp;epochs=3', 'an address out of a page’s source'],
    ['?model=lenet5%26lr=0.01%26epochs=3', 'encoded once too often'],
    ['?model%3Dlenet5%26lr%3D0.01%26epochs%3D3', 'all of it encoded once too often'],
    ['?model=LeNet5&lr=0,01&epochs=3', 'as people write it'],
    ['?model=lenet5&lr=0.01&epochs=3).', 'with the end of a sentence'],
    ['?model=lenet5&lr=0.01&epochs=３', 'with digits of full width'],
    ['?model=lenet5&lr=0.01&epochs=3&lang=ko-KR', 'with a country'],
  ])('%s is read: %s', (query) => {
    const { experiment, problems } = parseUrl(query);
    expect(problems).toEqual([]);
    expect(experiment).toEqual({ ...defaultExperiment, model: 'lenet5', lr: 0.01, epochs: 3 });
  });

  it('leaves a teacher’s text as it is', () => {
    const say = 'Try &lr=0.01&epochs=3 (as you like).';
    const { experiment, classroom } = parseUrl(`?${new URLSearchParams({ 'say.train': say })}`);
    expect(experiment).toEqual(defaultExperiment);
    expect(classroom.say.train).toBe(say);
  });

  it('tells a few of many, and of a long one its beginning', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `x${i}=${i}`).join('&');
    const { problems } = parseUrl(`?lr=${'9'.repeat(500_000)}x&${many}`);
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toEqual({ key: '', value: '19951', reason: 'more', allowed: '' });
    expect(problems[0]?.value).toHaveLength(81);
    expect(parseUrl(`?lr=${')'.repeat(500_000)}x&model=lenet5-kr`).problems).toHaveLength(2);
    // Encoded over and over, it is let be.
    let nested = 'lr=0.1';
    for (let i = 0; i < 12; i++) nested = encodeURIComponent(nested);
    expect(parseUrl(`?${nested}`).problems).toHaveLength(1);
  });

  it('says what is allowed', () => {
    expect(allowedValues(experimentFields.epochs)).toBe('1 … 1000');
    expect(allowedValues(experimentFields.lr)).toBe('1e-8 … 10');
    expect(allowedValues(experimentFields.optimizer)).toBe('sgd | momentum | adam');
    expect(allowedValues(experimentFields.flip)).toBe('0 | 1');
  });

  it('names settings and parameters that do not exist, but not those of link trackers', () => {
    const { problems } = parseUrl('?backend=cuda&lang=fr&size=3&__proto__=1&utm_source=mail&gclid=1');
    expect(problems.map(({ key, reason }) => `${key} ${reason}`)).toEqual([
      'backend invalid',
      'lang invalid',
      'size unknown',
      '__proto__ unknown',
    ]);
  });

  it('takes the last of a parameter that is given twice', () => {
    expect(parseUrl('?lr=0.1&lr=0.01').experiment.lr).toBe(0.01);
    const parsed = parseUrl('?lr=0.1&lr=fast');
    expect(parsed.experiment.lr).toBe(defaultExperiment.lr);
    expect(parsed.problems).toHaveLength(1);
  });
});

describe('values that exclude each other', () => {
  it.each([
    ['?train=45000&val=10000', { train: 45_000, val: 5_000 }, ['val ≤ 5000']],
    ['?train=50000', { train: 49_999, val: 1 }, ['train ≤ 49999', 'val ≤ 1']],
    ['?val=20000', { train: 40_000, val: 10_000 }, ['val ≤ 10000']],
    ['?train=10&batch=64', { train: 10, batch: 10 }, ['batch ≤ 10']],
    ['?train=10', { train: 10, batch: 10 }, ['batch ≤ 10']],
    ['?train=45000', { train: 45_000, val: 5_000 }, ['val ≤ 5000']],
  ])('%s', (query, settled, named) => {
    const { experiment, problems } = parseUrl(query);
    expect(experiment).toMatchObject(settled);
    expect(problems.every(({ reason }) => reason === 'conflict')).toBe(true);
    expect(problems.map(({ key, allowed }) => `${key} ${allowed}`).toSorted()).toEqual(named.toSorted());
  });
});

describe('any text', () => {
  const known = [...Object.keys(experimentFields), 'backend', 'kernels', 'lang'];
  /** What somebody may put into a link to do harm, or by mistake. */
  const hostile = [
    '<img src=x onerror=alert(1)>',
    '"><script>alert(1)</script>',
    'javascript:alert(1)',
    '{{constructor}}',
    '$t(shell:title)',
    '__proto__',
    'constructor',
    'toString',
    'NaN',
    'Infinity',
    '-Infinity',
    '-0',
    '1e308',
    '1e309',
    '9'.repeat(400),
    '0x10',
    '0b1',
    '1_000',
    '1,5',
    ' 64',
    '64 ',
    '',
    '٣',
    '１２',
    '\u0000',
    '\ud800',
    '\u202e64',
    '%',
    '%zz',
    '[object Object]',
    '[1]',
    '{"a":1}',
    'true',
    'null',
    'undefined',
  ];
  const value = fc.oneof(
    fc.constantFrom(...hostile),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.double().map(String),
    fc.integer().map(String),
    fc.bigInt().map(String),
  );
  const key = fc.oneof(
    fc.constantFrom(...known),
    fc.constantFrom(...hostile),
    fc.string({ unit: 'grapheme' }),
  );
  /** Repeated keys are likely: there are few known ones. */
  const pairs = fc.array(fc.tuple(key, value), { maxLength: 40 });

  const settingsSchema = z.strictObject({
    backend: z.enum(['auto', 'webgpu', 'webgl', 'cpu']),
    kernels: z.enum(['auto', 'stock']),
    lang: z.enum(['auto', 'en', 'ko']),
  });

  /**
   * A taken text as its value prints: numbers have many spellings, booleans two. What ends a
   * sentence may follow it.
   */
  function spelt(taken: unknown, text: string): string {
    const bare = text.replace(/[\s)\]}>.,;:!?*"'’”」』。]+$/u, '').toLowerCase();
    if (typeof taken === 'number') {
      const typed = typedNumber(bare);
      return typed.ok ? String(typed.value) : `unclear: ${typed.error}`;
    }
    if (typeof taken === 'boolean') return String(bare === 'true' || bare === '1');
    return bare.replace(/[-_][a-z]{2}$/, '');
  }

  /** As far as it is repeated. */
  const cut = (text: string): string => (text.length > 80 ? `${text.slice(0, 80).toWellFormed()}…` : text);

  /**
   * What is wrong about the reading of a query: values out of range; a parameter that was neither
   * taken nor named.
   */
  function faults(search: string, parse = parseUrl): string[] {
    const { experiment, settings: chosen, problems } = parse(search);
    const result: Readonly<Record<string, unknown>> = { ...experiment, ...chosen };
    const swallowed = [...new Map(new URLSearchParams(search))].filter(([name, text]) => {
      if (/^(utm_|fbclid$|gclid$)/.test(name)) return false;
      const problem = problems.find(({ key: named }) => named === cut(name));
      // A conflict names the number that the text gave.
      if (problem) return problem.reason !== 'conflict' && problem.value !== cut(text);
      return !known.includes(name) || String(result[name]) !== spelt(result[name], text);
    });
    return [
      ...swallowed.map(([name]) => `${name}: neither taken nor named`),
      ...(experimentSchema.safeParse(experiment).success ? [] : ['not an experiment']),
      ...(settingsSchema.safeParse(chosen).success ? [] : ['no settings']),
      // The address that the page then writes says the same.
      ...(parseUrl(toUrl(experiment, chosen)).problems.length === 0 ? [] : ['no address']),
    ];
  }

  it.each(known)('as %s gives an experiment that keeps the rules, and is taken or named', (name) => {
    fc.assert(
      fc.property(value, (text) => {
        expect(faults(`?${new URLSearchParams({ [name]: text })}`)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('in all parameters at once, repeated and unknown ones among them, too', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        expect(faults(`?${new URLSearchParams(given)}`)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('that is no well-formed query never throws', () => {
    const raw = fc.oneof(
      fc.string({ unit: 'binary' }),
      pairs.map((given) => `?${given.map(([k, v]) => `${k}=${v}`).join('&')}`),
    );
    fc.assert(
      fc.property(raw, (search) => {
        expect(faults(search)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('that was swallowed, or taken for another value, would be noticed', () => {
    const silent = (search: string) => ({ ...parseUrl(search), problems: [] });
    const deaf = (search: string) => ({ ...parseUrl(search), experiment: defaultExperiment });
    const lax = (search: string) => ({
      ...parseUrl(search),
      experiment: { ...defaultExperiment, epochs: NaN },
    });
    for (const search of ['?lr=fast', '?size=3', '?lang=fr', '?epochs=0'])
      expect([faults(search).length, faults(search, silent).length]).toEqual([0, 1]);
    expect(faults('?lr=0.5', deaf)).toEqual(['lr: neither taken nor named']);
    expect(faults('', lax)).toContain('not an experiment');
  });
});

describe('presets', () => {
  it.each(Object.entries(presets))('%s keeps the rules and fits into a link', (_, preset) => {
    expect(experimentSchema.parse(preset)).toEqual(preset);
    expect(parseUrl(toUrl(preset, auto))).toEqual({
      experiment: preset,
      settings: auto,
      classroom: noClassroom,
      problems: [],
    });
  });
});
