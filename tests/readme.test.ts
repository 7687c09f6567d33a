/** What README.md promises, against the sources: the address's parameters, the handles, the commands. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultExperiment, experimentFields, experimentKeys } from '../src/experiment/schema';
import { allowedValues, parseUrl } from '../src/experiment/url';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');

/** Rows of the table under a header cell, each as its cells' texts without code marks. */
function rowsUnder(text: string, header: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('|') && line.includes(header));
  if (start < 0) return [];
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return lines.slice(start + 2, start + length).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.replaceAll(/[`\\]/g, '').trim()),
  );
}

const asText = (value: unknown): string => String(typeof value === 'boolean' ? Number(value) : value);

/** Parameters as the schema has them: name, values, default. */
const parameters = experimentKeys.map((key) => [
  key,
  allowedValues(experimentFields[key]),
  asText(defaultExperiment[key]),
]);

describe('README.md', () => {
  it('lists every parameter of an experiment with its values and default', () => {
    const rows = rowsUnder(readme, 'Parameter').map((cells) => cells.slice(0, 3));
    expect(rows.slice(0, -3)).toEqual(parameters);
  });

  it('lists the settings with the values that the address takes', () => {
    const settings = rowsUnder(readme, 'Parameter').slice(-3);
    expect(settings.map(([name]) => name)).toEqual(['backend', 'kernels', 'lang']);
    for (const [name = '', values = '', standard = ''] of settings) {
      expect(parseUrl('').settings).toMatchObject({ [name]: standard });
      expect(parseUrl(`?${name}=none`).problems).toMatchObject([{ key: name, allowed: values }]);
      for (const value of values.split(' | '))
        expect(parseUrl(`?${name}=${value}`).settings).toMatchObject({ [name]: value });
    }
  });

  it('would notice a wrong default, a missing row and a missing table', () => {
    const wrong = readme.replace('`40000`', '`50000`');
    const short = readme.replace(/\n\| `seed`[^\n]*/, '');
    for (const text of [wrong, short])
      expect(
        rowsUnder(text, 'Parameter')
          .map((cells) => cells.slice(0, 3))
          .slice(0, -3),
      ).not.toEqual(parameters);
    expect(rowsUnder(readme, 'No such header')).toEqual([]);
  });

  it('shows an example whose every value is taken', () => {
    const example = /^\?model=\S+$/m.exec(readme)?.[0] ?? '';
    expect(parseUrl(example).problems).toEqual([]);
    expect(parseUrl(example).experiment.model).toBe('lenet5');
  });

  it('lists handles that the page has', () => {
    const page = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.tsx'))
      .map((path) => readFileSync(`${root}src/${path}`, 'utf8'))
      .join('\n');
    const handles = rowsUnder(readme, '`data-testid`').map(([name]) => name);
    expect(handles.length).toBeGreaterThan(0);
    expect(
      handles.filter((name) => !new RegExp(`test-?id="${name}"|['"]${name}['"]`, 'i').test(page)),
    ).toEqual([]);
  });

  it('names commands that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
      scripts: Record<string, string>;
    };
    const commands = [...readme.matchAll(/(?:^|`)npm (?:run )?([a-z:-]+)/gm)].map(([, name]) => name!);
    expect(commands).toContain('test:browser');
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  });
});
