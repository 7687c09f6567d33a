/** The help at a field, as it is opened and read; its formulas as MathML. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en';
import { ko } from '../../../src/i18n/ko';
import { defaultExperiment, experimentKeys, type ExperimentKey } from '../../../src/experiment/schema';
import { exampleOf, formulasOf } from '../../../src/ui/help/fields';
import { Formula } from '../../../src/ui/help/Formula';
import { ExperimentForm } from '../../../src/ui/train/ExperimentForm';
import { expectFocus, renderDom, words } from '../../helpers/renderDom';
import { everyField, ready } from '../../helpers/states';

describe('the help of a field', () => {
  it.each([
    ['en', en],
    ['ko', ko],
  ] as const)('is there once for every field that the form shows (%s)', (language, { help }) => {
    const { container } = renderDom(ExperimentForm, { ...ready, experiment: everyField }, { language });
    const buttons = [...container.querySelectorAll<HTMLButtonElement>('.help-button')];
    expect(buttons.map(words)).toEqual(experimentKeys.map(() => '?'));
    const wanted = experimentKeys.map((field) => help.about.replace('{{name}}', help.fields[field].name));
    expect(new Set(buttons.map((button) => button.getAttribute('aria-label')))).toEqual(new Set(wanted));
  });

  it('opens by keyboard with words, formula, the form’s numbers and Keras’s name; Escape gives the focus back', async () => {
    const { user, set } = renderDom(ExperimentForm, { ...ready, experiment: defaultExperiment });
    const button = screen.getByRole('button', { name: 'About optimizer' });
    button.focus();
    await user.keyboard('{Enter}');
    const dialog = within(screen.getByRole('dialog', { name: 'Optimizer' }));
    expect(screen.getByRole('dialog').contains(document.activeElement)).toBe(true);
    expect(dialog.getByText(en.help.fields.optimizer.text)).toBeTruthy();
    expect(dialog.getByText('keras.optimizers.Adam(learning_rate=…)')).toBeTruthy();
    expect(dialog.getByText(en.help.choices.adam)).toBeTruthy();
    expect(screen.getByRole('dialog').querySelectorAll('math mfrac').length).toBeGreaterThan(0);
    // It follows the form.
    set({ experiment: everyField });
    expect(dialog.getByText(en.help.choices.momentum)).toBeTruthy();
    expect(dialog.queryByText(en.help.choices.adam)).toBeNull();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    await expectFocus(() => button);
  });

  it('counts with the numbers of the form', async () => {
    const { user } = renderDom(ExperimentForm, { ...ready, experiment: { ...everyField, epochs: 3 } });
    await user.click(screen.getByRole('button', { name: 'About epochs' }));
    const { n } = exampleOf('epochs', { ...everyField, epochs: 3 });
    expect(n).not.toBe(exampleOf('epochs', everyField).n);
    expect(words(screen.getByRole('dialog'))).toContain(`With the values in the form: n = ${n}.`);
  });
});

describe('a formula', () => {
  const drawn = (lines: Parameters<typeof Formula>[0]['lines'], said = ''): HTMLElement =>
    renderDom(() => <Formula lines={lines} words={said} />).container;

  it('is drawn as MathML, with its words under it', () => {
    const figure = drawn(formulasOf('schedule', { ...defaultExperiment, schedule: 'cosine' }), 'in words');
    const math = figure.querySelector('math')!;
    expect(math.namespaceURI).toBe('http://www.w3.org/1998/Math/MathML');
    expect(math.textContent.replaceAll('\u2061', '')).toBe('η=lr2·(1+cos(π·p))');
    expect(math.querySelector('mfrac')?.outerHTML).toBe('<mfrac><mi>lr</mi><mn>2</mn></mfrac>');
    expect(figure.querySelector('figcaption')?.textContent).toBe('in words');
  });

  it.each([
    ['optimizer', 'm←m+(1−β₁)·(g−m)'],
    ['model', 'n=(F·F·C+1)·K'],
    ['shift', 'n=(2·shift+1)2'],
    ['seed', 'n=232'],
  ] as const)('of %s keeps the parentheses that its value needs', (field: ExperimentKey, text) => {
    const [line] = formulasOf(field, defaultExperiment);
    expect(drawn([line!]).querySelector('math')?.textContent).toBe(text);
  });
});
