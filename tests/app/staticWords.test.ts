/** What the page says where its script does not run. */
import { describe, expect, it } from 'vitest';
import { staticWords } from '../../src/app/build/staticWords';
import { shell as english } from '../../src/i18n/en/shell';
import { shell as korean } from '../../src/i18n/ko/shell';

const transformed = (html: string): string =>
  (staticWords().transformIndexHtml as (given: string) => string)(html);

describe('staticWords', () => {
  it('says in both languages what the page needs, inside the root and where scripts are off', () => {
    const html = transformed('<body>\n    <div id="root"></div>\n</body>');
    for (const [lang, { boot }] of [
      ['en', english],
      ['ko', korean],
    ] as const) {
      expect(html).toMatch(new RegExp(`<div id="root">.*<p lang="${lang}">${boot.stuck.slice(0, 20)}`));
      expect(html).toMatch(new RegExp(`<noscript>.*<p lang="${lang}">${boot.noScript.slice(0, 20)}`));
    }
  });

  it('is no page without a root', () => {
    expect(() => transformed('<body></body>')).toThrow('no <div id="root">');
  });
});
