/** What the dialog with the comparison shows, in both languages. */
import { describe, expect, it } from 'vitest';
import { Compare } from '../../../src/panels/compare';
import comparison from '../../../src/panels/compare/comparison.json';
import Comparison from '../../../src/panels/compare/Comparison';
import { deviceOf, type CaseFigures, type RunFigures } from '../../../src/panels/compare/figures';
import { initI18n } from '../../../src/app/i18n';
import { metric } from '../../../src/lib/units';
import { buttonsNamed, renderPanel, textOf } from '../../helpers/render';

const cases: readonly CaseFigures[] = comparison.cases;

describe('the comparison with Keras', () => {
  it('is opened by a button', () => {
    const html = renderPanel(Compare);
    expect(buttonsNamed(html, 'Compared with Keras')).toHaveLength(1);
    expect(html).not.toContain('<table');
  });

  it.each(['en', 'ko'] as const)('has a table with heads for each experiment (%s)', (language) => {
    const html = renderPanel(Comparison, {}, language);
    expect(html.match(/<table/g)).toHaveLength(cases.length);
    expect(html.match(/<th scope="col"/g)).toHaveLength(cases.reduce((n, { runs }) => n + runs.length + 1, 0));
    expect(html.match(/<th scope="row"/g)!.length % cases.length).toBe(0);
    for (const { runs } of cases)
      for (const run of runs) for (const text of [run.program, metric(run.test.loss)]) expect(html).toContain(text);
  });

  it('says in words what each picture shows, and that an adapter of software is no graphics card', () => {
    const html = renderPanel(Comparison);
    const texts = [...html.matchAll(/<img [^>]*alt="([^"]*)"/g)].map(([, alt]) => alt!);
    expect(texts).toHaveLength(2 * cases.length);
    for (const text of texts) expect(text).toMatch(/the loss of each of [\d,]+ steps, in Keras and in/);
    expect(textOf(html)).toContain('These times say nothing about a real one.');
    expect(html).not.toMatch(/undefined|NaN|compare\.|rows\./);
  });

  it('names an adapter as the page does, and says where a browser names none', () => {
    const t = initI18n('en').getFixedT('en', ['compare', 'common']);
    const run: RunFigures = { ...cases[0]!.runs[1]!, device: '', driver: '' };
    expect(deviceOf({ ...run, device: 'Some GPU', driver: 'lavapipe' }, t)).toBe('Some GPU');
    expect(deviceOf({ ...run, driver: 'lavapipe' }, t)).toContain('started on lavapipe');
    expect(deviceOf(run, t)).toBe('the browser names no adapter');
  });
}); // prettier-ignore
