/** What a link for a class does to the page: locked fields, parts left out, the teacher's texts; and the dialog's address. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { App } from '../../../src/app/App';
import { initI18n, type Language } from '../../../src/app/i18n';
import { noLesson, partIds, type Lesson } from '../../../src/experiment/lesson';
import { defaultExperiment, experimentKeys, type ExperimentKey } from '../../../src/experiment/schema';
import { ModelPanel } from '../../../src/panels/model';
import { TrainPanel } from '../../../src/panels/train';
import { labWith, renderPanel, textOf } from '../../helpers/render';
import { ready } from '../../helpers/states';

beforeAll(() => vi.stubGlobal('navigator', { languages: ['en'] }));

const noRuns = { type: 'runs', runs: [], damaged: 0, space: null, elsewhere: null } as const;

function page(lesson: Partial<Lesson>, language: Language = 'en'): string {
  initI18n(language);
  const lab = labWith({ ...ready, runs: noRuns, lesson: { ...noLesson, ...lesson } });
  return renderToStaticMarkup(createElement(App, { lab }));
}

/** With every field of the form in sight. */
const everything = {
  ...defaultExperiment,
  model: 'alexnet-small',
  optimizer: 'momentum',
  schedule: 'step',
} as const;

const form = (lock: readonly ExperimentKey[]): string =>
  renderPanel(TrainPanel, { ...ready, experiment: everything, lesson: { ...noLesson, lock } });

const locks = (html: string): number => html.split('Locked by the link.').length - 1;

describe('a locked field', () => {
  it.each(experimentKeys)('%s is disabled, and says why', (field) => {
    const before = form([]);
    const html = form([field]);
    expect(locks(before)).toBe(0);
    expect(locks(html)).toBe(1);
    // That field and the choice of a preset.
    expect(html.split(' disabled=""').length - before.split(' disabled=""').length).toBeGreaterThan(1);
    expect(textOf(html)).toContain('a preset would change them');
  });

  it('tells assistive technology, by the description of the field', () => {
    const html = form(['lr', 'flip']);
    for (const kind of ['type="text"', 'role="switch"']) {
      const input = [...html.matchAll(/<input[^>]*>/g)]
        .map(([tag]) => tag)
        .find((tag) => tag.includes(kind) && tag.includes(' disabled=""'));
      const ids = /aria-describedby="([^"]*)"/.exec(input ?? '')?.[1]?.split(' ') ?? [];
      const described = ids.map((id) => html.split(` id="${id}"`)[1] ?? '').join();
      expect(described.slice(0, 700)).toContain('Locked by the link.');
    }
  });

  it('is locked in Model too', () => {
    const html = renderPanel(ModelPanel, {
      experiment: everything,
      lesson: { ...noLesson, lock: ['model', 'input'] },
    });
    expect(locks(html)).toBe(2);
    expect(locks(renderPanel(ModelPanel, { experiment: everything }))).toBe(0);
  });
});

describe('the page of a link for a class', () => {
  it('says at its top what is locked and left out, in both languages, and how to undo it', () => {
    const text = textOf(page({ lock: ['optimizer', 'lr'], hide: ['code', 'runs'] }));
    expect(text).toContain('Locked: Optimizer, Learning rate.');
    expect(text).toContain('Left out: Keras code, “Saved runs”.');
    expect(text).toContain('Unlock and show all');
    expect(textOf(page({ lock: ['lr'] }, 'ko'))).toContain('잠긴 항목: 학습률.');
    expect(textOf(page({ place: 'train' }))).not.toContain('This is a link for a class');
  });

  it('leaves out what it says, and nothing else', () => {
    const headings = {
      presets: 'Start from',
      preflight: 'Estimate the time',
      runs: 'Saved runs',
      code: 'Keras code',
      download: 'Model files',
      speed: 'Measure speed',
    } as const;
    const body = (hide: Lesson['hide']): string =>
      textOf(page({ hide }).split('Unlock and show all').at(-1) ?? '');
    const shown = body([]);
    expect(partIds.filter((part) => !shown.includes(headings[part]))).toEqual([]);
    for (const part of partIds) {
      const left = body([part]);
      expect(partIds.filter((id) => !left.includes(headings[id]))).toEqual([part]);
    }
  });

  it("shows the teacher's text in its place, character by character", () => {
    const said =
      '<script>alert(1)</script> <b>bold</b> [x](javascript:alert(1)) {{title}} $t(shell:title) https://example.org';
    const html = page({ say: { evaluate: said } });
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<b>bold');
    expect(html).not.toContain('href="https://example.org');
    const place = html.split('<section id="evaluate"')[1]?.split('<section id="explore"')[0] ?? '';
    expect(place).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;bold&lt;/b&gt; [x](javascript:alert(1))',
    );
    expect(place).toContain('{{title}} $t(shell:title) https://example.org');
    expect(html.split('From your teacher')).toHaveLength(2);
  });
});
