/**
 * What a link for a class does to the page: locked fields, parts left out, the teacher's texts, and
 * the way out of it.
 */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { noClassroom, partIds, type Classroom } from '../../../src/experiment/classroom';
import { experimentFields, experimentKeys, type ExperimentKey } from '../../../src/experiment/schema';
import { en } from '../../../src/i18n/en';
import { ModelPanel } from '../../../src/ui/model/ModelPanel';
import { ExperimentForm } from '../../../src/ui/train/ExperimentForm';
import { renderPage } from '../../app/page';
import { expectFocus, formTakes, renderDom, words, type Drawn } from '../../helpers/renderDom';
import { everyField, ready } from '../../helpers/states';

const noRuns = { type: 'runs', runs: [], damaged: 0, space: null, elsewhere: null } as const;
const of = (classroom: Partial<Classroom>): { readonly classroom: Classroom } => ({
  classroom: { ...noClassroom, ...classroom },
});
const page = (classroom: Partial<Classroom>, options?: Parameters<typeof renderPage>[1]): Drawn =>
  renderPage({ ...ready, runs: noRuns, ...of(classroom) }, options);

const form = (lock: readonly ExperimentKey[]): Drawn =>
  renderDom(ExperimentForm, { ...ready, experiment: everyField, ...of({ lock }) }, { answers: formTakes });

/**
 * Of a field of the form: what is focused, and what is said of it where it is described. Folded
 * groups count.
 */
function controlOf(field: ExperimentKey): { readonly control: HTMLElement; readonly said: string } {
  const about = en.help.about.replace('{{name}}', en.help.fields[field].name);
  const helped = document.querySelector(`[aria-label="${about}"]`)!.closest('.helped')!;
  const control = helped.querySelector<HTMLElement>('input:not([type="text"][aria-hidden]), .select')!;
  const ids = control.getAttribute('aria-describedby')?.split(' ') ?? [];
  return { control, said: ids.map((id) => words(document.getElementById(id))).join(' ') };
}
const locked = 'Locked by the link.';

describe('a locked field', () => {
  it('is disabled, and no other is', () => {
    const { container, set } = form([]);
    const preset = screen.getByText('Start from').closest('.field')!;
    for (const field of experimentKeys) {
      set(of({ lock: [field] }));
      expect(experimentKeys.filter((key) => controlOf(key).control.matches(':disabled'))).toEqual([field]);
      const text = words(container);
      const preventsPresets = text.includes('a preset would change them');
      // That field alone, and the choice of a preset.
      expect({ field, said: text.split(locked).length - 1, preventsPresets }).toEqual({
        field,
        said: 1,
        preventsPresets: true,
      });
      expect(preset.querySelector('button')?.disabled).toBe(true);
    }
  });

  it('says why where it is described', () => {
    form(experimentKeys);
    const silent = experimentKeys.filter((field) => !controlOf(field).said.startsWith(locked));
    expect(silent).toEqual([]);
  });

  it('is none without a link; and there is a control of every field, so that none is passed over', () => {
    const { container } = form([]);
    const controls = Object.keys(experimentFields).map((key) => controlOf(key as ExperimentKey).control);
    expect(new Set(controls).size).toBe(experimentKeys.length);
    expect(controls.filter((control) => control.matches(':disabled'))).toEqual([]);
    expect(words(container)).not.toContain(locked);
  });

  it('takes nothing that is typed or pressed, and is no stop of Tab', async () => {
    const { user, intents } = form(['optimizer', 'lr', 'flip']);
    const rate = screen.getByRole<HTMLInputElement>('textbox', { name: /^Learning rate/ });
    await user.type(rate, '5{Enter}');
    expect(rate.value).toBe(String(everyField.lr));
    await user.click(screen.getByRole('button', { name: 'SGD with momentum Optimizer' }));
    expect(screen.queryByRole('listbox')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Images' }));
    await user.click(screen.getByRole('switch', { name: 'Random flip' }));
    expect(intents).toEqual([]);
    screen.getByRole('button', { name: 'About optimizer' }).focus();
    await user.tab();
    // Past the learning rate, to its help.
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'About learning rate' }));
    // Negative control: a field beside them takes what is typed.
    const batch = screen.getByRole('textbox', { name: /^Batch size/ });
    await user.clear(batch);
    await user.type(batch, '8{Enter}');
    expect(intents).toEqual([['edit', { batch: 8 }]]);
  });

  it('is locked in Model too', () => {
    const { set, container } = renderDom(ModelPanel, { experiment: everyField });
    const count = (): number => words(container).split(locked).length - 1;
    expect(count()).toBe(0);
    set(of({ lock: ['model', 'input'] }));
    expect(count()).toBe(2);
  });
});

describe('the page of a link for a class', () => {
  const banner = (): HTMLElement | null =>
    screen.queryByText('This is a link for a class')?.closest('.notice') ?? null;

  it('says at its top what is locked and left out, and how to undo it', () => {
    const { set } = page({ lock: ['optimizer', 'lr'], hide: ['code', 'runs'] });
    expect(words(banner())).toContain('Locked: Optimizer, Learning rate.');
    expect(words(banner())).toContain('Hidden: Keras code, “Saved runs”.');
    set(of({ section: 'train' }));
    expect(banner()).toBeNull();
  });

  it('says so in Korean', () => {
    const { container } = page({ lock: ['lr'] }, { language: 'ko' });
    expect(words(container)).toContain('잠긴 항목: 학습률.');
  });

  it('is left by a press: everyField is unlocked and shown, and the keyboard goes on in Data', async () => {
    const answers: Parameters<typeof renderDom>[2] = {
      answers: (store) => ({ endClassroom: () => store.setState({ classroom: noClassroom }) }),
    };
    const { user, intents } = page({ lock: ['lr'], hide: ['code'], say: { train: 'Look' } }, answers);
    const rate = (): HTMLInputElement =>
      screen.getByRole<HTMLInputElement>('textbox', { name: /^Learning rate/ });
    expect(rate().disabled).toBe(true);
    const code = (): Element | null => screen.queryByRole('button', { name: 'As Keras code' });
    expect(code()).toBeNull();
    intents.splice(0);
    await user.click(within(banner()!).getByRole('button', { name: 'Unlock and show all' }));
    expect(intents).toEqual([['endClassroom']]);
    expect(banner()).toBeNull();
    expect(rate().disabled).toBe(false);
    expect(code()).not.toBeNull();
    expect(screen.queryByRole('note')).toBeNull();
    await expectFocus(() => screen.getByRole('region', { name: 'Data' }));
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
    const { set, container } = page({});
    const left = (): string[] => {
      const text = [...container.querySelectorAll('main > section')].map(words).join(' ');
      return partIds.filter((id) => !text.includes(headings[id]));
    };
    expect(left()).toEqual([]);
    for (const part of partIds) {
      set(of({ hide: [part] }));
      expect(left()).toEqual([part]);
    }
  });

  it("shows the teacher's text in its place, character by character", () => {
    const said =
      '<script>alert(1)</script> <b>bold</b> [x](javascript:alert(1)) {{title}} $t(shell:title) https://example.org';
    page({ say: { evaluate: said } });
    const note = within(screen.getByRole('region', { name: 'Evaluate' })).getByRole('note', {
      name: 'From your teacher',
    });
    expect(note.lastElementChild?.textContent).toBe(said);
    expect(note.lastElementChild?.childElementCount).toBe(0);
    expect(within(note).queryByRole('link')).toBeNull();
    expect(document.querySelector('script')).toBeNull();
    expect(screen.getAllByRole('note')).toEqual([note]);
  });
});
