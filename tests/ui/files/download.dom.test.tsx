/**
 * The formats that a model is offered in: what opens each, how, how large it is, and where one is
 * not to be had.
 */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema';
import { DownloadCard } from '../../../src/ui/files/Download';
import { SavedRuns } from '../../../src/ui/train/SavedRuns';
import type { LabState } from '../../../src/store/state';
import { buttonsOf, expectFocus, renderDom, words, type Drawn } from '../../helpers/renderDom';
import { ready, run as training } from '../../helpers/states';
import { savedRunReport } from '../../store/fixtures';

const shown = (change: Partial<Experiment>, more: Partial<LabState> = {}): Drawn => {
  const experiment = { ...defaultExperiment, ...change };
  return renderDom(DownloadCard, { ...ready, hasModel: true, run: { ...training, experiment }, ...more });
};
const format = (id: string): HTMLElement => document.querySelector<HTMLElement>(`[data-format="${id}"]`)!;
const formats = [
  'Keras',
  'Keras weights',
  'safetensors',
  'TensorFlow.js layers',
  'History as CSV',
  'Continue on a cluster',
].map((name) => `Download as ${name}`);
const openers = ['Open a model file', 'Open a trained model'];

describe('the downloads of a model', () => {
  it('say what opens each file, with its name and size', () => {
    const { container } = shown({ model: 'alexnet' });
    expect(words(format('keras'))).toMatch(/^Keras about 233 MB /);
    const line = (id: string): string => format(id).querySelector('code')?.textContent ?? '';
    expect(['keras', 'weights', 'safetensors', 'tfjs', 'history'].map(line)).toEqual([
      'keras.models.load_model("alexnet.keras")',
      'model.load_weights("alexnet.weights.h5")',
      'safetensors.numpy.load_file("alexnet.safetensors")',
      'await tf.loadLayersModel("model.json")',
      'pandas.read_csv("alexnet.csv")',
    ]);
    expect(words(container)).not.toContain('LocalResponseNormalization');
    expect(buttonsOf(container)).toEqual({ on: [...openers, ...formats], off: [] });
  });

  it('name the file that was saved, once there is one', async () => {
    const transfer: LabState['transfer'] = {
      kind: 'model',
      origin: 'model',
      done: 1,
      total: 1,
      end: { type: 'exported', fileName: 'alexnet-mine.keras' },
    };
    const { user, set } = shown({ model: 'alexnet' }, { transfer });
    // Of another model: nobody has asked for one here.
    expect(words(format('keras'))).toContain('load_model("alexnet.keras")');
    await user.click(screen.getByRole('button', { name: 'Download as Keras' }));
    expect(words(format('keras'))).toContain('load_model("alexnet-mine.keras")');
    set({ transfer: { ...transfer, origin: 'runs' } });
    expect(words(format('keras'))).toContain('load_model("alexnet.keras")');
    set({ transfer });
    expect(words(format('weights'))).toContain('load_weights("alexnet.weights.h5")');
  });

  it('are of the model that was trained, not of the form', () => {
    shown({ model: 'lenet5' }, { experiment: { ...defaultExperiment, model: 'alexnet' } });
    expect(words(format('keras'))).toMatch(/^Keras about 248 kB /);
  });

  it('leave out what the other library cannot hold, and say what has to be done first', async () => {
    const { user, intents, container } = shown({ model: 'alexnet2012' });
    expect(words(format('tfjs'))).toContain('TensorFlow.js has no layer like lrn');
    expect(format('tfjs').querySelector('code')).toBeNull();
    expect(words(format('keras'))).toContain('it defines the layer LocalResponseNormalization');
    expect(buttonsOf(container).off).toEqual(['Download as TensorFlow.js layers']);
    await user.click(within(format('tfjs')).getByRole('button'));
    expect(intents).toEqual([]);
  });

  it('are asked for by a press, with the optimizer’s state where that is wanted', async () => {
    const { user, intents } = shown({ model: 'alexnet' });
    const size = (): string => words(format('keras')).split(' MB')[0]!;
    expect(size()).toBe('Keras about 233');
    await user.click(screen.getByRole('button', { name: 'Download as Keras' }));
    await user.click(screen.getByRole('switch', { name: 'With the optimizer’s state' }));
    expect(size()).toBe('Keras about 700');
    await user.click(screen.getByRole('button', { name: 'Download as safetensors' }));
    expect(intents).toEqual([
      ['exportModel', null, { format: 'keras', optimizer: false }],
      ['exportModel', null, { format: 'safetensors', optimizer: true }],
    ]);
  });

  it('are there only with a model, and only while nothing else is done with it', () => {
    const { set, container } = shown({}, { hasModel: false });
    expect(screen.getByText(/^Nothing has been trained yet/)).toBeTruthy();
    expect(screen.queryByTestId('download')).toBeNull();
    set({ hasModel: true });
    expect(buttonsOf(container).off).toEqual([]);
    // And the two buttons that open a model.
    set({ status: 'training' });
    expect(buttonsOf(container)).toEqual({ on: [], off: [...openers, ...formats] });
    expect(screen.getByRole<HTMLInputElement>('switch').disabled).toBe(true);
    const transfer = { kind: 'model', origin: 'model', done: 25e6, total: 100e6, end: null } as const;
    set({ status: 'finished', transfer });
    expect(buttonsOf(container)).toEqual({ on: ['Cancel'], off: [...openers, ...formats] });
    expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('25 MB of 100 MB');
  });

  it('open a model from the files that are picked, for the place that asked', async () => {
    const { user, intents, container } = shown({});
    const file = new File(['x'], 'model.keras');
    await user.upload(container.querySelector<HTMLInputElement>('input[type="file"]')!, file);
    expect(intents).toEqual([['importRun', [file], 'model']]);
  });
});

describe('the downloads of a saved run', () => {
  it('are in a dialog that its button opens, are of that run, and give the focus back', async () => {
    const run = savedRunReport({ experiment: { ...defaultExperiment, model: 'lenet5' } });
    const { user, intents, set } = renderDom(SavedRuns, {
      ...ready,
      runs: { type: 'runs', runs: [run], damaged: 0, space: null, elsewhere: null },
    });
    const button = screen.getByRole('button', { name: /^Download LeNet-5, saved / });
    await user.click(button);
    const dialog = screen.getByRole('dialog', { name: /^Download LeNet-5, saved / });
    expect(words(format('keras'))).toMatch(/^Keras about 248 kB /);
    await user.click(within(dialog).getByRole('switch', { name: 'With the optimizer’s state' }));
    await user.click(within(dialog).getByRole('button', { name: 'Download as safetensors' }));
    expect(intents).toEqual([['exportModel', run.id, { format: 'safetensors', optimizer: true }]]);
    const transfer = { kind: 'model', origin: 'runs', done: 0, total: 0, end: null } as const;
    set({ transfer });
    expect(buttonsOf(dialog).off).toEqual(formats);
    set({ transfer: { ...transfer, end: { type: 'exported', fileName: 'x.safetensors' } } });
    expect(within(dialog).getByText('The model is being downloaded as x.safetensors')).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    await expectFocus(() => button);
  });
});
