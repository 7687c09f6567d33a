/** What places say while there is no model, and of the trained one that ships with the page. */
import { describe, expect, it } from 'vitest';
import { bytes, metric } from '../../../src/lib/units';
import { DownloadCard } from '../../../src/panels/download';
import { EvaluatePanel } from '../../../src/panels/evaluate';
import { ExplorePanel } from '../../../src/panels/explore';
import type { LabState, Transfer } from '../../../src/store/state';
import { trainedModel, trainedModelId } from '../../../src/store/trainedModel';
import { buttonsNamed, renderPanel, textOf } from '../../helpers/render';
import { ready, run } from '../../helpers/states';

const { epochs, valAcc } = trainedModel;
const facts = `LeNet-5, ${epochs} epochs, val_acc ${metric(valAcc)}, ${bytes(trainedModel.bytes)}`;
const button = 'Open a trained model';
const isOff = (html: string): boolean => / disabled=""/.test(buttonsNamed(html, button)[0] ?? '');

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
  ['Evaluate', EvaluatePanel, 'Here you see how often a model is right on images that it never saw'],
  ['Explore', ExplorePanel, 'Here you look inside a model'],
] as const)('%s', (_, panel, sentence) => {
  it('without a model says what it shows, and offers two ways to one', () => {
    const html = renderPanel(panel, ready);
    const text = textOf(html);
    expect(text).toContain(`No model yet ${sentence}`);
    expect(text).toContain(`${button} ${facts} Go to Train`);
    expect(buttonsNamed(html, button)).toHaveLength(1);
    expect(buttonsNamed(html, 'Train')).toEqual([]);
    expect(html.match(/data-testid="trained-model"/g)).toHaveLength(1);
    expect(isOff(html)).toBe(false);
    // What the model is belongs to the button for who does not see it.
    const described = /aria-describedby="([^"]+)"/.exec(buttonsNamed(html, button)[0] ?? '')?.[1];
    expect(html).toContain(`id="${described}">${facts}`);
  });

  it('offers it in Korean, too', () => {
    const html = renderPanel(panel, ready, 'ko');
    expect(buttonsNamed(html, '훈련된 모델 열기')).toHaveLength(1);
    expect(textOf(html)).toContain(`LeNet-5, ${epochs}에포크, val_acc ${metric(valAcc)}`);
  });

  it.each([
    ['a run goes on', { status: 'training' }],
    ['no device is there yet', { backend: null }],
    ['a file comes in', { transfer: { kind: 'import', place: 'model', done: 0, total: 0, end: null } }],
  ] as const)('offers nothing while %s', (_, change) => {
    expect(isOff(renderPanel(panel, { ...ready, ...change }))).toBe(true);
  });

  it('with the trained model says that it is this one, and with another says nothing', () => {
    const html = renderPanel(panel, atHand);
    expect(textOf(html)).toContain(`The trained model that ships with the page is open ${facts}`);
    expect(buttonsNamed(html, button)).toEqual([]);
    const other = renderPanel(panel, { ...atHand, run: { ...run, report } });
    expect(other).not.toContain('trained-model');
    expect(other).not.toContain('No model yet');
  });

  it('tells where it was asked, and only there, why the model did not come', () => {
    const place = panel === EvaluatePanel ? 'evaluate' : 'explore';
    const refusal = { reason: 'missing', detail: 'models/lenet5.keras: HTTP 404', need: null, free: null } as const;
    const transfer: Transfer = { kind: 'trained', place, done: 0, total: 0, end: { type: 'refused', refusal } };
    const text = textOf(renderPanel(panel, { ...ready, transfer }));
    expect(text).toContain('The trained model was not opened Its file is not on this server');
    expect(text).toContain('models/lenet5.keras: HTTP 404');
    const elsewhere = renderPanel(panel, { ...ready, transfer: { ...transfer, place: 'model' } });
    expect(textOf(elsewhere)).not.toContain('was not opened');
    const going = renderPanel(panel, { ...ready, transfer: { ...transfer, done: 1e5, total: 8e5, end: null } });
    expect(textOf(going)).toContain('Fetching and checking the trained model 100 kB of 800 kB');
  });
}); // prettier-ignore

it('stands beside “Open a model file” in Model, with or without a model, and says when it is open', () => {
  const none = renderPanel(DownloadCard, ready);
  expect(textOf(none)).toContain(`Open a model file ${button} ${facts}`);
  expect(textOf(renderPanel(DownloadCard, atHand))).toContain(`${button} Open now: ${facts}`);
});

it('leaves out of Evaluate what nothing can fill, but not what an earlier model left', () => {
  expect(textOf(renderPanel(EvaluatePanel, ready))).not.toContain('Confusion matrix');
  expect(textOf(renderPanel(EvaluatePanel, atHand))).toContain('Confusion matrix');
  const gallery = { split: 'test', epoch: null, predictions: [] } as const;
  expect(textOf(renderPanel(EvaluatePanel, { ...ready, gallery }))).toContain('Confusion matrix');
});
