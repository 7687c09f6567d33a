/** The views of a section: one at a time, each with its address. */
import { act, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { goTo, Views } from '../../../src/ui/shared';
import { renderDom } from '../../helpers/renderDom';

function Section() {
  return (
    <section id="explore" tabIndex={-1}>
      <Views
        section="explore"
        label="Views"
        views={[
          { id: 'own', title: 'Own pictures', content: <input aria-label="caption" /> },
          { id: 'layers', title: 'Layers', content: <p>feature maps</p> },
          { id: 'speed', title: 'Speed', content: <p>GFLOP/s</p> },
        ]}
      />
    </section>
  );
}

const shown = (): string | null => screen.getByRole('tabpanel').getAttribute('aria-labelledby');
const tab = (name: string): HTMLElement => screen.getByRole('tab', { name });
/** Fails unless this view is the only one that can be reached. */
function expectShown(name: string): void {
  expect(shown()).toBe(tab(name).id);
  expect(tab(name).getAttribute('aria-selected')).toBe('true');
  expect(document.querySelectorAll('.view:not([inert])')).toHaveLength(1);
}

/** Follows a link to this address, as the browser does. */
function follow(hash: string): void {
  act(() => {
    location.hash = hash;
    dispatchEvent(new Event('hashchange'));
  });
}

beforeEach(() => history.replaceState(null, '', '/?seed=7'));

it('shows the first, and another by a press or an arrow key, which the address then names', async () => {
  const { user } = renderDom(Section);
  expectShown('Own pictures');
  expect(location.hash).toBe('');
  const entries = history.length;
  await user.click(tab('Layers'));
  expectShown('Layers');
  await user.keyboard('{ArrowRight}');
  expectShown('Speed');
  expect(location.search + location.hash).toBe('?seed=7#explore/speed');
  // Back leaves the page, however many views were looked at.
  expect(history.length).toBe(entries);
});

it('keeps the state of a hidden view', async () => {
  const { user } = renderDom(Section);
  const caption = screen.getByRole<HTMLInputElement>('textbox', { name: 'caption' });
  await user.type(caption, 'a cat');
  await user.click(tab('Speed'));
  await user.click(tab('Own pictures'));
  expect(screen.getByRole('textbox', { name: 'caption' })).toBe(caption);
  expect(caption.value).toBe('a cat');
});

it('opens at the view of the address, and follows a link to another', () => {
  history.replaceState(null, '', '#explore/layers');
  renderDom(Section);
  expectShown('Layers');
  follow('#explore/speed');
  expectShown('Speed');
  expect(document.activeElement?.id).toBe('explore');
});

it.each(['#explore', '#explore/attic', '#evaluate/report', '#speed'])(
  'stays at its view where the address is %s',
  (hash) => {
    history.replaceState(null, '', '#explore/layers');
    renderDom(Section);
    follow(hash);
    expectShown('Layers');
    expect(document.activeElement).toBe(document.body);
  },
);

it('is led to by its address, also where the address is that already', () => {
  renderDom(Section);
  for (let i = 0; i < 2; i++) {
    act(() => {
      goTo('explore/layers');
      dispatchEvent(new Event('hashchange'));
    });
    expectShown('Layers');
    expect(document.activeElement?.id).toBe('explore');
    act(() => (document.activeElement as HTMLElement).blur());
  }
});
