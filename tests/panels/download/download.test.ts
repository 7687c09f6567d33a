/** The formats that a model is offered in: what opens each, how, how large it is, and where one is not to be had. */
import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema';
import { DownloadCard } from '../../../src/panels/download';
import type { LabState } from '../../../src/store/state';
import { ready, run as training } from '../../helpers/states';
import { textOf } from '../../helpers/render';
import { fresh } from '../../store/fixtures';
import { render } from '../render';

const shown = (change: Partial<Experiment>, more: Partial<LabState> = {}): string => {
  const experiment = { ...defaultExperiment, ...change };
  return render(DownloadCard, { ...fresh(), ...ready, hasModel: true, run: { ...training, experiment }, ...more });
}; // prettier-ignore

const disabled = (html: string): number => html.match(/<button[^>]* disabled=""/g)?.length ?? 0;

describe('the downloads of a model', () => {
  it('say what opens each file, with its name and size', () => {
    const text = textOf(shown({ model: 'alexnet' }));
    expect(text).toContain('Keras about 233 MB');
    for (const line of [
      'keras.models.load_model(&quot;alexnet.keras&quot;)',
      'model.load_weights(&quot;alexnet.weights.h5&quot;)',
      'safetensors.numpy.load_file(&quot;alexnet.safetensors&quot;)',
      'tf.loadLayersModel(&quot;model.json&quot;)',
      'pandas.read_csv(&quot;alexnet.csv&quot;)',
    ])
      expect(text.replaceAll('"', '&quot;')).toContain(line);
    expect(text).not.toContain('LocalResponseNormalization');
    expect(disabled(shown({ model: 'alexnet' }))).toBe(0);
  });

  it('are of the model that was trained, not of the form', () => {
    const html = shown({ model: 'lenet5' }, { experiment: { ...defaultExperiment, model: 'alexnet' } });
    expect(html).toContain('about 248 kB');
    expect(html).not.toContain('233 MB');
  });

  it('leave out what the other library cannot hold, and say what has to be done first', () => {
    const html = shown({ model: 'alexnet2012' });
    expect(textOf(html)).toContain('TensorFlow.js has no layer like lrn');
    expect(html).not.toContain('loadLayersModel');
    expect(textOf(html)).toContain('it defines the layer LocalResponseNormalization');
    expect(disabled(html)).toBe(1);
  });

  it('are there only with a model, and only while nothing else is done with it', () => {
    expect(shown({}, { hasModel: false })).toContain('Nothing has been trained yet');
    // And the two buttons that open a model.
    expect(disabled(shown({}, { status: 'training' }))).toBe(8);
    const going = {
      transfer: { kind: 'model', place: 'model', done: 25e6, total: 100e6, end: null },
    } as const;
    expect(disabled(shown({}, going))).toBe(8);
    expect(shown({}, going)).toContain('25 MB of 100 MB');
  });
});
