/**
 * Text stays text: no source makes HTML, code or an address out of a string, so nothing from a link
 * or a file can become one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pictureSource, webAddress } from '../../src/ui/evaluate/report/html';

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** Ways from a string to markup, to code, or to an address that runs. */
const sinks =
  /dangerouslySetInnerHTML|\b(?:inner|outer)HTML\b|insertAdjacentHTML|createContextualFragment|setHTML|DOMParser|document\.write|srcdoc|\beval\(|new Function\(|set(?:Timeout|Interval)\(['"`]|javascript:/i;

/** Lines of code, without comments. */
const sinksIn = (text: string): string[] =>
  text.split('\n').filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line) && sinks.test(line));

/**
 * Addresses of links and pictures that do not begin, in the source, as a fragment of this page or
 * as a file beside it, and are not checked where they are put in: a report holds its own pictures
 * and one link (ui/evaluate/report/addresses.ts).
 */
const freeAddresses = (text: string): string[] =>
  [...text.matchAll(/\b(?:href|src|action|formAction|xlinkHref)=(\{[^}]*\}?|"[^"]*")/g)]
    .map(([, value]) => value!)
    .filter((value) => !/^(?:"(?:#|\.\/)|\{`(?:#|\.\/)|\{(?:pictureSource|webAddress)\()/.test(value));

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(source + path, 'utf8') }));

describe('the sources', () => {
  it.each([
    '<p dangerouslySetInnerHTML={{ __html: name }} />',
    'element.innerHTML = name;',
    'new Function(name)',
    "location.href = 'javascript:' + name;",
  ])('would be caught with %s', (line) => {
    expect(sinksIn(line)).toHaveLength(1);
  });

  it('would be caught with a free address', () => {
    expect(
      freeAddresses(
        '<a href={run.name}><img src="x.png" /><a href="#a" /><a href="./a.txt" /><a href={`#${id}`} /><img src={`./${id}.svg`} />',
      ),
    ).toEqual(['{run.name}', '"x.png"']);
  });

  it('make no markup and no code out of text', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap(({ path, text }) => sinksIn(text).map((line) => `${path}: ${line.trim()}`))).toEqual(
      [],
    );
  });

  it('link to places of this page and files beside it alone', () => {
    expect(files.flatMap(({ path, text }) => freeAddresses(text).map((at) => `${path}: ${at}`))).toEqual([]);
  });
});

describe('an address of a report', () => {
  it.each(['javascript:alert(1)', 'data:text/html,x', '//evil.example', ' https://a.example'])(
    'is not %s',
    (address) => {
      expect(() => webAddress(address)).toThrow('links to no');
      expect(() => pictureSource(address)).toThrow('as PNG');
    },
  );

  it('is the page’s, or a picture inside of it', () => {
    expect(webAddress('https://lab.example/?seed=7')).toBe('https://lab.example/?seed=7');
    expect(pictureSource('data:image/png;base64,iVBORw0KGgo=')).toMatch(/^data:/);
    expect(() => pictureSource('data:image/png;base64,x" onerror="alert(1)')).toThrow('as PNG');
  });
});
