/** A report: one content, two files; what a student writes stays text. */
import { describe, expect, it } from 'vitest';
import { initI18n, type Language } from '../../../../src/i18n';
import { reportOf, type ReportSource } from '../../../../src/ui/evaluate/report/content';
import { sectionIds, type ReportT } from '../../../../src/ui/evaluate/report/document';
import { toHtml } from '../../../../src/ui/evaluate/report/html';
import { toMarkdown } from '../../../../src/ui/evaluate/report/markdown';
import { reduce } from '../../../../src/store/reduce';
import type { LabState } from '../../../../src/store/state';
import { classNames } from '../../../../src/lib/cifar10';
import { defaultExperiment } from '../../../../src/experiment/schema';
import { cpuEngine, gpu } from '../../../helpers/states';
import { epochLog, fresh, play, runStarted } from '../../../store/fixtures';

const png = 'data:image/png;base64,iVBORw0KGgo=';
const attack = '</section><script>alert(1)</script> [link](https://evil.example) `tick` |cell|';
const confusion = Array.from({ length: 10 }, (_, i) =>
  Array.from({ length: 10 }, (_, j) => (i === j ? 6 : (i + j) % 3)),
);

function after(leak = false): LabState {
  const experiment = { ...defaultExperiment, model: 'lenet5' as const, train: 2_000, epochs: 2, leak };
  const figures = { epochs: 2, loss: 1.972_533, acc: 0.2749, val_loss: 1.9725, val_acc: 0.2909 };
  const calibration = [{ images: 20, confidence: 0.35, accuracy: 0.3 }];
  const report = { images: 150, loss: 1.5, acc: 0.4, confusion, calibration, seconds: 2 };
  const told = play(runStarted(experiment), epochLog(figures), epochLog({ ...figures, epoch: 2, acc: 0.4 }), {
    type: 'evaluated',
    split: 'test',
    report,
  });
  return { ...told, backend: gpu };
}

function source(state: LabState, notes: ReportSource['notes'] = {}, language: Language = 'en'): ReportSource {
  const samples = [{ src: png, alt: 'cat', caption: 'cat 80 %', right: true }];
  const gallery = { split: 'test' as const, epoch: null, predictions: [] };
  return {
    state: { ...state, gallery },
    pictures: { loss: png, acc: png, calibration: png, samples },
    notes,
    names: classNames,
    link: 'https://lab.example/?model=lenet5&seed=7',
    userAgent: 'A Browser/1.0',
    now: Date.UTC(2026, 10, 25, 12),
    language,
  };
}

const words = (language: Language): ReportT =>
  initI18n(language).getFixedT(language, ['report', 'train', 'evaluate', 'leak', 'common']);
const make = (state: LabState, notes?: ReportSource['notes'], language: Language = 'en') =>
  reportOf(source(state, notes, language), words(language));

describe.each([
  ['HTML', toHtml],
  ['Markdown', toMarkdown],
] as const)('as %s', (_, render) => {
  it('holds every figure that the page shows, and the link', () => {
    const file = render(make(after()));
    const plain = file.replaceAll('&amp;', '&').replaceAll(String.raw`\_`, '_');
    for (const text of [
      'LeNet-5',
      '62,006',
      '0.2749',
      '1.9725',
      '0.4000',
      '31/31 ━━━',
      'Epoch 2/2',
      'A Browser/1.0',
      'macro avg',
      'https://lab.example/?model=lenet5&seed=7',
      'cat 80 %',
      '5.00 %',
    ])
      expect(plain).toContain(text);
    for (const row of confusion) expect(file).toContain(String(row[0]));
  });

  it('warns at training and at evaluation of a run that learnt from validation images, and of no other', () => {
    const warnings = (leak: boolean): number =>
      render(make(after(leak))).split('this run was trained on validation images').length - 1;
    expect([warnings(true), warnings(false)]).toEqual([2, 0]);
  });

  it('tells the CPU engine from a GPU, and what a run has gone through', () => {
    const note = { type: 'note', note: 'other-device', epoch: 2, value: 7 } as const;
    const file = render(make({ ...reduce(after(), note), backend: cpuEngine }));
    expect(file).toContain('CPU, 2 threads on 2 logical cores');
    expect(file).toContain('Epoch 2, after step 7: the run continues on another device');
    expect(render(make(after()))).not.toMatch(/CPU, \d+ threads|another device/);
  });

  it('needs nothing from outside: every picture is in it', () => {
    const file = render(make(after()));
    expect(file.match(/data:image\/png/g)).toHaveLength(4);
    expect(file).not.toMatch(/<script|src="(?!data:)|<link|url\((?!data:)|@import/);
  });

  it('says what is missing instead of leaving a hole', () => {
    const file = render(make(fresh()));
    for (const text of ['No epoch has finished yet', 'not been evaluated', 'The device was not yet known'])
      expect(file).toContain(text);
  });

  it('takes a note as text, whatever it holds', () => {
    const file = render(make(after(), { discussion: attack, training: 'two\nlines' }));
    expect(file).not.toContain('<script>');
    expect(file).toMatch(/two\n(> )?lines/);
  });

  it('speaks Korean', () => {
    const file = render(make(after(), {}, 'ko'));
    for (const text of ['실험 보고서', '혼동 행렬']) expect(file).toContain(text);
    expect(file).not.toContain('Multiply-accumulates');
  });
});

it('as Markdown makes no link of a bracket in a note', () => {
  expect(toMarkdown(make(after(), { discussion: attack }))).toContain(String.raw`\[link\]`);
});

it('has a student’s lines as they were typed in Markdown, too: none begins a list, a heading or code', () => {
  const discussion = '- a\n+ b\n1. c\n2) d\n===\n---\n    e\n# f\n> g\nR&D &amp; 3 - 4';
  const lines = String.raw`\- a|\+ b|1\. c|2\) d|\===|\---|e|\# f|\> g|R\&D \&amp; 3 - 4`;
  expect(toMarkdown(make(after(), { discussion }))).toContain(`> ${lines.replaceAll('|', '\n> ')}`);
});

describe('the document', () => {
  it('has its sections in order, and leaves out fields that change nothing', () => {
    const report = make(after());
    expect(report.sections.map(({ id }) => id)).toEqual([...sectionIds]);
    const facts = report.sections[0]!.blocks[0]!;
    const names = facts.kind === 'facts' ? facts.rows.map(([name]) => name) : [];
    expect(names).toContain('optimizer');
    // Of Adam, and of a network whose input is fixed.
    expect(names).not.toContain('momentum');
    expect(names).not.toContain('input');
  });

  it('is one page of valid HTML in the language of its words', () => {
    const html = toHtml(make(after(), {}, 'ko'));
    expect(html.startsWith('<!doctype html>\n<html lang="ko">')).toBe(true);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html).toContain('default-src &#x27;none&#x27;');
    expect(html).toContain("content: counter(section) '. '");
  });
});
