import { expect, it } from 'vitest';
import { mutantsOf, sample, withMutant } from './mutate';

const text = [
  '/** a === b */',
  'const same = a === b && c < 0;',
  "say('a === b');",
  'export type A = 0;',
].join('\n');

it('changes one thing of one line of code, and nothing else', () => {
  const mutants = mutantsOf('src/lib/a.ts', text);
  expect(mutants.map(({ after }) => after)).toEqual([
    'const same = a !== b && c < 0;',
    'const same = a === b && c <= 0;',
    'const same = a === b || c < 0;',
    'const same = a === b && c < 1;',
  ]);
  expect(mutants.every(({ line }) => line === 2)).toBe(true);
  expect(withMutant(text, mutants[0]!).split('\n')).toEqual(text.split('\n').with(1, mutants[0]!.after));
  expect(() => withMutant('other', mutants[0]!)).toThrow('src/lib/a.ts:2');
});

it('takes from each folder in turn, the same for the same numbers', () => {
  const all = ['src/lib/a.ts', 'src/model/b.ts'].flatMap((path) => mutantsOf(path, text));
  const folders = sample(all, 4, () => 0.5).map(({ path }) => path);
  expect(folders).toEqual(['src/lib/a.ts', 'src/model/b.ts', 'src/lib/a.ts', 'src/model/b.ts']);
  expect(sample(all, 100, () => 0)).toHaveLength(all.length);
});
