/**
 * What the READMEs promise, against the sources: the address's parameters, the handles, the
 * commands, their links.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { decides, defaultExperiment, experimentFields, experimentKeys } from '../src/experiment/schema';
import { allowedValues, parseUrl } from '../src/experiment/url';
import { viewIds } from '../src/ui/shared/viewAddress';
import { rowsUnder } from './helpers/markdownTable';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

/** All pages of documentation: path and text. */
const pages = ['.', '.github', 'src', 'tests']
  .flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: folder !== '.', encoding: 'utf8' }).map((path) =>
      posix.join(folder, path.replaceAll('\\', '/')),
    ),
  )
  .filter((path) => path.endsWith('.md') && !path.includes('.venv/'))
  .map((path) => [path, read(path)] as const);
const experiments = read('src/experiment/README.md');

const asText = (value: unknown): string => String(typeof value === 'boolean' ? Number(value) : value);

/** Parameters as the schema has them: name, values, default, what it decides. */
const parameters = experimentKeys.map((key) => [
  key,
  allowedValues(experimentFields[key]),
  asText(defaultExperiment[key]),
  decides[key],
]);

/** The anchor that a heading gets: GitHub's rule for headings of plain words. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Links and pictures of a page that lead to a file or a heading that does not exist. */
function brokenLinks(path: string, text: string): string[] {
  const prose = text.replaceAll(/```.*?```/gs, '').replaceAll(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
    ([, link, picture]) => link ?? picture ?? '',
  );
  return targets.filter((target) => {
    if (/^https?:/.test(target)) return false;
    const [file = '', anchor] = target.split('#');
    const where = file === '' ? path : posix.join(posix.dirname(path), file);
    if (!existsSync(`${root}${where}`)) return true;
    if (anchor === undefined) return false;
    const headings = [...(where === path ? text : read(where)).matchAll(/^#+ (.+)$/gm)];
    return !headings.some(([, heading = '']) => anchorOf(heading) === anchor);
  });
}

describe('the READMEs', () => {
  it('begin with one that a newcomer reads in minutes', () => {
    expect(Buffer.byteLength(read('README.md'))).toBeLessThanOrEqual(10_240);
  });

  it('link to files and headings that are there', () => {
    expect(pages.length).toBeGreaterThan(5);
    expect(pages.flatMap(([path, text]) => brokenLinks(path, text).map((to) => `${path}: ${to}`))).toEqual(
      [],
    );
    const wrong = '# Here\n[a](none.md) [b](README.md#none) [c](#here) <img src="none.svg"> `[d](none.md)`';
    expect(brokenLinks('README.md', wrong)).toEqual(['none.md', 'README.md#none', 'none.svg']);
  });

  it('lists every parameter of an experiment with its values, default, and what it decides', () => {
    const rows = rowsUnder(experiments, 'Parameter').map((cells) => cells.slice(0, 4));
    expect(rows.slice(0, -3)).toEqual(parameters);
  });

  it('lists the settings with the values that the address takes', () => {
    const settings = rowsUnder(experiments, 'Parameter').slice(-3);
    expect(settings.map(([name]) => name)).toEqual(['backend', 'kernels', 'lang']);
    for (const [name = '', values = '', standard = ''] of settings) {
      expect(parseUrl('').settings).toMatchObject({ [name]: standard });
      expect(parseUrl(`?${name}=none`).problems).toMatchObject([{ key: name, allowed: values }]);
      for (const value of values.split(' | '))
        expect(parseUrl(`?${name}=${value}`).settings).toMatchObject({ [name]: value });
    }
  });

  it('would notice a wrong default, a missing row and a missing table', () => {
    const wrong = experiments.replace('`40000`', '`50000`');
    const short = experiments.replace(/\n\| `seed`[^\n]*/, '');
    for (const text of [wrong, short])
      expect(
        rowsUnder(text, 'Parameter')
          .map((cells) => cells.slice(0, 4))
          .slice(0, -3),
      ).not.toEqual(parameters);
    expect(rowsUnder(experiments, 'No such header')).toEqual([]);
  });

  it('shows an example whose every value is taken', () => {
    const example = /^\?model=\S+$/m.exec(experiments)?.[0] ?? '';
    expect(parseUrl(example).problems).toEqual([]);
    expect(parseUrl(example).experiment.model).toBe('lenet5');
  });

  it('lists handles that the page has', () => {
    const page = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.tsx'))
      .map((path) => readFileSync(`${root}src/${path}`, 'utf8'))
      .join('\n');
    const handles = rowsUnder(read('src/app/README.md'), '`data-testid`').map(([name]) => name);
    expect(handles.length).toBeGreaterThan(0);
    expect(
      handles.filter((name) => !new RegExp(`test-?id="${name}"|['"]${name}['"]`, 'i').test(page)),
    ).toEqual([]);
  });

  it('lists the address of every view', () => {
    const addresses = [...read('src/app/README.md').matchAll(/`#(\w+\/\w+)`/g)].map(([, address]) => address);
    const views = Object.entries(viewIds).flatMap(([section, ids]) => ids.map((id) => `${section}/${id}`));
    expect(addresses).toEqual(views);
  });

  it('names commands that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
      scripts: Record<string, string>;
    };
    const commands = pages.flatMap(([, text]) =>
      [...text.matchAll(/(?:^|`)npm (?:run )?([a-z:-]+)/gm)].map(([, name]) => name!),
    );
    expect(commands).toContain('test:browser');
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  });
});
