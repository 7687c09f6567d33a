/**
 * Vite plugin: what the page says where its script does not run, in both languages, as nobody knows yet which is the reader's. React
 * takes the words away with its first drawing. Build time, Node.
 */
import type { Plugin } from 'vite';
import { shell as english } from '../catalogues/en/shell.ts';
import { shell as korean } from '../catalogues/ko/shell.ts';

const root = '<div id="root"></div>';

const languages = [
  ['en', english.boot],
  ['ko', korean.boot],
] as const;

const paragraphs = (key: keyof typeof english.boot): string =>
  languages.map(([lang, words]) => `<p lang="${lang}">${words[key]}</p>`).join('');

/** The plugin. Throws where the page has no root to put the words into. */
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
