/**
 * Vite plugin: adds the text that the page shows where its script does not run, in both languages,
 * since the reader's is not known yet. React's first render replaces it. Build time, Node.
 */
import type { Plugin } from 'vite';
import { shell as english } from '../../i18n/en/shell.ts';
import { shell as korean } from '../../i18n/ko/shell.ts';

const root = '<div id="root"></div>';

const languages = [
  ['en', english.boot],
  ['ko', korean.boot],
] as const;

const paragraphs = (key: keyof typeof english.boot): string =>
  languages.map(([lang, words]) => `<p lang="${lang}">${words[key]}</p>`).join('');

/** The plugin. Throws if the page has no root element to put the text into. */
export function staticWords(): Plugin {
  return {
    name: 'static-words',
    transformIndexHtml(html) {
      if (!html.includes(root)) throw new Error(`index.html has no ${root}`);
      const words = `<div class="boot"><h1>AlexNet Lab</h1><div class="boot-help">${paragraphs('stuck')}</div></div>`;
      return html.replace(
        root,
        `<div id="root">${words}</div>\n    <noscript><div class="boot">${paragraphs('noScript')}</div></noscript>`,
      );
    },
  };
}
