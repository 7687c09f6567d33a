/** What a link for a class says: written and read back, bad parts named and left out. */
import * as fc from '../helpers/properties';
import { describe, expect, it } from 'vitest';
import {
  cleanText,
  maxTextLength,
  noClassroom,
  partIds,
  sectionIds,
  type Classroom,
} from '../../src/experiment/classroom';
import {
  defaultExperiment,
  experimentFields,
  experimentKeys,
  fieldGroups,
} from '../../src/experiment/schema';
import { defaultSettings, parseUrl, toUrl } from '../../src/experiment/url';

/** Texts as the page keeps them: clean, not empty, short enough. */
const text = fc
  .string({ unit: 'grapheme', maxLength: maxTextLength })
  .map(cleanText)
  .filter((clean) => clean !== '' && clean.length <= maxTextLength);

const lessons: fc.Arbitrary<Classroom> = fc.record({
  section: fc.option(fc.constantFrom(...sectionIds)),
  lock: fc.subarray([...experimentKeys]),
  hide: fc.subarray([...partIds]),
  say: fc.dictionary(fc.constantFrom(...sectionIds), text),
});

const write = (classroom: Classroom): string => toUrl(defaultExperiment, defaultSettings, classroom);

describe('a classroom in the address', () => {
  it('is given back, whatever it says', () => {
    fc.assert(
      fc.property(lessons, (classroom) => {
        expect(parseUrl(write(classroom))).toEqual({
          experiment: defaultExperiment,
          settings: defaultSettings,
          classroom,
          problems: [],
        });
      }),
      { numRuns: 500 },
    );
  });

  it('is short, and readable', () => {
    expect(write(noClassroom)).toBe('');
    expect(write({ ...noClassroom, lock: experimentKeys })).toBe('?lock=all');
    expect(write({ ...noClassroom, lock: ['model', 'input', 'lr', 'dropout', 'norm', 'convs'] })).toBe(
      '?lock=network,lr',
    );
    expect(
      write({ section: 'train', lock: ['lr'], hide: ['code', 'speed'], say: { train: 'Why so?' } }),
    ).toBe('?place=train&lock=lr&hide=code,speed&say.train=Why+so%3F');
  });

  it('beside an experiment locks its fields and does not change them: the address still says what they are', () => {
    const { experiment, classroom, problems } = parseUrl('?lr=0.5&lock=optimizer,lr&optimizer=sgd');
    expect(problems).toEqual([]);
    expect(experiment).toMatchObject({ lr: 0.5, optimizer: 'sgd' });
    expect(classroom.lock).toEqual(['optimizer', 'lr']);
  });

  it('takes a group for its fields, and every field belongs to one group', () => {
    expect(parseUrl('?lock=run').classroom.lock).toEqual(['earlyStopping', 'reduceLr', 'seed']);
    expect(
      Object.values(fieldGroups)
        .flat()
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(experimentKeys.toSorted((a, b) => a.localeCompare(b)));
    // A group's name is no field's, or `lock` would be ambiguous.
    expect(Object.keys(fieldGroups).filter((group) => group in experimentFields)).toEqual([]);
  });
});

describe('what is not possible', () => {
  it.each([
    ['place=home', 'home'],
    ['place=', ''],
    ['lock=lr,rate,%20seed,__proto__', 'rate,__proto__'],
    ['hide=code,train', 'train'],
  ])('%s is named and left out', (query, value) => {
    const { classroom, problems } = parseUrl(`?${query}`);
    expect(problems).toMatchObject([{ key: query.split('=')[0], value, reason: 'dropped' }]);
    expect(problems[0]?.allowed).toContain(' | ');
    expect(classroom.section).toBeNull();
    expect(classroom.lock).toEqual(query.startsWith('lock') ? ['lr', 'seed'] : []);
    expect(classroom.hide).toEqual(query.startsWith('hide') ? ['code'] : []);
  });

  it('is a text that is too long; one that just fits is taken', () => {
    const fits = 'a'.repeat(maxTextLength);
    expect(parseUrl(`?say.model=${fits}`).classroom.say).toEqual({ model: fits });
    const { classroom, problems } = parseUrl(`?say.model=${fits}b`);
    expect(classroom).toEqual(noClassroom);
    expect(problems).toEqual([{ key: 'say.model', value: '601', reason: 'tooLong', allowed: '≤ 600' }]);
  });

  it('is a text for a place that is not there', () => {
    expect(parseUrl('?say.home=Hello&say=Hello&say.=x').problems).toMatchObject([
      { key: 'say.home', reason: 'unknown' },
      { key: 'say', reason: 'unknown' },
      { key: 'say.', reason: 'unknown' },
    ]);
  });

  it('is not shown at any length', () => {
    const { problems } = parseUrl(`?lock=${'x'.repeat(10_000)}&place=${'y'.repeat(10_000)}`);
    expect(problems).toHaveLength(2);
    for (const { value } of problems) expect(value.length).toBeLessThan(100);
  });
});

describe('any text', () => {
  const key = fc.constantFrom('place', 'lock', 'hide', ...sectionIds.map((place) => `say.${place}`));
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 700 }),
    fc
      .array(fc.constantFrom(...experimentKeys, ...partIds, 'all', 'run', '', '<b>', '__proto__'))
      .map((all) => all.join()),
    fc.constantFrom('<script>alert(1)</script>', '{{key}}', '$t(shell:title)', '\u202eabc', '\u0000', '%zz'),
  );

  it('gives a classroom that keeps the rules and can be written again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 12 }), (given) => {
        const { classroom, experiment } = parseUrl(`?${new URLSearchParams(given)}`);
        expect(experiment).toEqual(defaultExperiment);
        expect(parseUrl(write(classroom))).toMatchObject({ classroom, problems: [] });
        for (const said of Object.values(classroom.say)) {
          expect(said.length).toBeLessThanOrEqual(maxTextLength);
          expect(said).toBe(cleanText(said));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps its characters: markup, placeholders and line breaks among them', () => {
    const markup = '<script>alert(1)</script>\n$t(shell:title) {{key}} https://example.org';
    expect(
      parseUrl(`?${new URLSearchParams({ 'say.train': ` ${markup}\r\nend\u0007` })}`).classroom.say.train,
    ).toBe(`${markup}\nend`);
  });
});
