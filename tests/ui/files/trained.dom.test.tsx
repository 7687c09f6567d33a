/** What places say while there is no model, and of the trained one that ships with the page. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { bytes, metric } from '../../../src/lib/units';
import { DownloadCard } from '../../../src/ui/files/Download';
import { EvaluatePanel } from '../../../src/ui/evaluate';
import { ExplorePanel } from '../../../src/ui/explore/ExplorePanel';
import type { LabState } from '../../../src/store/state';
import type { Transfer } from '../../../src/store/slices/files';
import { trainedModel, trainedModelId } from '../../../src/store/trainedModel';
import { expectFocus, renderDom, words } from '../../helpers/renderDom';
import { ready, run } from '../../helpers/states';

const { epochs, valAcc } = trainedModel;
const facts = `LeNet-5, ${epochs} epochs, val_acc ${metric(valAcc)}, ${bytes(trainedModel.bytes)}`;
const name = 'Open a trained model';
const opener = (): HTMLButtonElement => screen.getByRole<HTMLButtonElement>('button', { name });

const report = {
  end: 'opened',
  epochs: [],
  steps: epochs * run.stepsPerEpoch,
  seconds: 0,
  restoredEpoch: null,
} as const;
const atHand: Partial<LabState> = {
  ...ready,
  hasModel: true,
  status: 'finished',
  run: { ...run, id: trainedModelId, report },
};

describe.each([
  [
    'Evaluate',
    'evaluate',
    EvaluatePanel,
    'Here you see how often a model is right on images it has never seen',
  ],
  ['Explore', 'explore', ExplorePanel, 'Here you look inside a model'],
] as const)('%s', (_, place, Panel, sentence) => {
  it('without a model says what it shows, and offers two ways to one', async () => {
    const { user, intents, container } = renderDom(Panel, ready);
    expect(words(container)).toContain(`No model yet ${sentence}`);
    expect(words(container)).toContain(`${name} ${facts} Go to Train`);
    expect(screen.queryByRole('button', { name: 'Train' })).toBeNull();
    // What the model is belongs to the button for who does not see it.
    const described = opener().getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(described)?.textContent).toBe(facts);
    expect(screen.getByTestId('trained-model').contains(opener())).toBe(true);
    await user.click(opener());
    expect(intents).toEqual([['openTrainedModel', place]]);
  });

  it('leads to Train, and the keyboard with it', async () => {
    const Page = () => (
      <>
        <Panel />
        <section id="train" tabIndex={-1} aria-label="There" />
      </>
    );
    const { user, intents } = renderDom(Page, ready);
    await user.click(screen.getByRole('button', { name: 'Go to Train' }));
    await expectFocus(() => screen.getByRole('region', { name: 'There' }));
    expect(intents).toEqual([]);
  });

  it('when the model is there, the keyboard goes on in the place that it has filled', async () => {
    const Page = () => (
      <section id={place} tabIndex={-1} aria-label="Here">
        <Panel />
      </section>
    );
    const { user, set } = renderDom(Page, ready);
    opener().focus();
    await user.keyboard('{Enter}');
    // Its images have to be there, too.
    set({ status: 'loading' });
    expect(screen.getByRole('progressbar', { name: 'It opens once the images are loaded' })).toBeTruthy();
    set(atHand);
    expect(screen.queryByRole('button', { name })).toBeNull();
    await expectFocus(() => screen.getByRole('region', { name: 'Here' }));
  });

  it('offers it in Korean, too', () => {
    renderDom(Panel, ready, { language: 'ko' });
    const way = screen.getByRole('button', { name: '훈련된 모델 열기' }).closest('.way');
    expect(words(way)).toContain(`LeNet-5, ${epochs}에포크, val_acc ${metric(valAcc)}`);
  });

  it.each([
    ['a run goes on', { status: 'training' }],
    ['no device is there yet', { backend: null }],
    ['a file comes in', { transfer: { kind: 'import', origin: 'model', done: 0, total: 0, end: null } }],
  ] as const)('offers nothing while %s', async (_, change) => {
    const { user, intents, set } = renderDom(Panel, ready);
    expect(opener().disabled).toBe(false);
    set(change);
    expect(opener().disabled).toBe(true);
    await user.click(opener());
    expect(intents).toEqual([]);
  });

  it('with the trained model says that it is this one, and with another says nothing', () => {
    const { set } = renderDom(Panel, atHand);
    expect(words(screen.getByTestId('trained-model'))).toMatch(
      /^i The trained model that ships with the page is open /,
    );
    expect(words(screen.getByTestId('trained-model'))).toContain(facts);
    expect(screen.queryByRole('button', { name })).toBeNull();
    set({ run: { ...run, report } });
    expect(screen.queryByTestId('trained-model')).toBeNull();
    expect(screen.queryByText('No model yet')).toBeNull();
  });

  it('tells where it was asked, and only there, why the model did not come', () => {
    const refusal = {
      reason: 'missing',
      detail: 'models/lenet5.keras: HTTP 404',
      need: null,
      free: null,
    } as const;
    const transfer: Transfer = {
      kind: 'trained',
      origin: place,
      done: 0,
      total: 0,
      end: { type: 'refused', refusal },
    };
    const { set } = renderDom(Panel, { ...ready, transfer });
    const alert = within(screen.getByRole('alert'));
    expect(alert.getByText('The trained model was not opened')).toBeTruthy();
    expect(alert.getByText(/^Its file is not on this server/)).toBeTruthy();
    expect(alert.getByText('models/lenet5.keras: HTTP 404')).toBeTruthy();
    set({ transfer: { ...transfer, origin: 'model' } });
    expect(screen.queryByRole('alert')).toBeNull();
    set({ transfer: { ...transfer, done: 1e5, total: 8e5, end: null } });
    const bar = screen.getByRole('progressbar', { name: 'Fetching and checking the trained model' });
    expect(bar.getAttribute('aria-valuetext')).toBe('100 kB of 800 kB');
  });
});

it('stands beside “Open a model file” in Model, with or without a model, and says when it is open', async () => {
  const { user, intents, set, container } = renderDom(DownloadCard, ready);
  expect(words(container)).toContain(`Open a model file ${name} ${facts}`);
  await user.click(opener());
  expect(intents).toEqual([['openTrainedModel', 'model']]);
  set(atHand);
  expect(words(container)).toContain(`${name} Open now: ${facts}`);
});

it('leaves out of Evaluate what nothing can fill, but not what an earlier model left', () => {
  const { set } = renderDom(EvaluatePanel, ready);
  const matrix = (): HTMLElement | null => screen.queryByText('Confusion matrix');
  expect(matrix()).toBeNull();
  set(atHand);
  expect(matrix()).not.toBeNull();
  set({ hasModel: false });
  expect(matrix()).toBeNull();
  set({ gallery: { split: 'test', epoch: null, predictions: [] } });
  expect(matrix()).not.toBeNull();
});
