/** The first place: on the way, here, or not to be had. */
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema';
import { DataPanel } from '../../../src/panels/data';
import { dataPhase } from '../../../src/panels/data/phase';
import type { DataProgress, SheetFailure } from '../../../src/protocol/events';
import { initialState } from '../../../src/store/state';
import { buttonsNamed, renderPanel, textOf } from '../../helpers/render';
import { split } from '../../helpers/states';

const progress: DataProgress = {
  sheets: 12,
  sheetsTotal: 60,
  images: 12_000,
  imagesTotal: 60_000,
  bytes: 26_000_000,
  bytesTotal: 130_000_000,
  cached: 5,
  secondsLeft: 8,
};
const failure = (file: string): SheetFailure => ({ file, reason: 'missing', detail: 'HTTP 404' });
const status = (html: string): string | undefined =>
  /data-testid="dataset-status"[^>]*>([^<]*)</.exec(html)?.[1];

describe('the phase', () => {
  const state = initialState(defaultExperiment, { backend: 'auto', kernels: 'auto', lang: 'en' }, []);
  const all = { ...progress, images: 60_000 };
  const error = { code: 'manifest-failed', detail: '' } as const;

  it.each([
    ['waiting', {}],
    ['loading', { dataProgress: progress }],
    ['checking', { dataProgress: all }],
    ['ready', { dataProgress: all, split }],
    ['failed', { dataProgress: progress, dataFailures: [failure('train-01.png')] }],
    ['failedList', { dataError: error }],
  ] as const)('is %s', (phase, patch) => {
    expect(dataPhase({ ...state, ...patch })).toBe(phase);
  });
});

describe('the panel', () => {
  it('streams with bytes, sheets, what came from the store and an estimate', () => {
    const html = renderPanel(DataPanel, { dataProgress: progress });
    expect(status(html)).toBe('loading: 12,000 of 60,000 images');
    expect(textOf(html)).toContain(
      '26 MB of 130 MB · sheets 12 / 60 · 5 from this browser’s store · ≈ 8 s left',
    );
    expect(html.match(/class="wall-here"/g)).toHaveLength(12);
  });

  it('names each failure, up to five, and offers Retry', () => {
    const dataFailures = Array.from({ length: 8 }, (_, i) => failure(`train-0${i}.png`));
    const html = renderPanel(DataPanel, { dataProgress: progress, dataFailures });
    expect(textOf(html)).toContain('train-04.png not on the server HTTP 404');
    expect(textOf(html)).toContain('and 3 more');
    expect(html.match(/class="wall-failed"/g)).toHaveLength(8);
    expect(textOf(html)).not.toContain('left');
    expect(textOf(html)).not.toContain('train-05.png');
    expect(buttonsNamed(html, 'Retry')).toHaveLength(1);
  });

  it('offers Retry once, too, if not even the list came', () => {
    const html = renderPanel(DataPanel, { dataError: { code: 'manifest-failed', detail: 'HTTP 500' } });
    expect(buttonsNamed(html, 'Retry')).toHaveLength(1);
    expect(textOf(html)).toContain('HTTP 500');
  });

  it('proves that the parts are disjoint, and does not where they are not', () => {
    expect(textOf(renderPanel(DataPanel, { split }))).toContain(
      'Images in more than one part: 0 . The three parts share',
    );
    const shared = textOf(renderPanel(DataPanel, { split: { ...split, sharedIndices: 3, sharedPixels: 2 } }));
    expect(shared).toContain('Images in more than one part: 3 .');
    expect(shared).not.toContain('The three parts share no image');
    expect(shared).toContain('Pairs of equal pixels across parts: 2 . These are duplicates inside CIFAR-10');
  });

  it('speaks Korean', () => {
    const html = renderPanel(DataPanel, { split, dataProgress: { ...progress, images: 60_000 } }, 'ko');
    expect(status(html)).toBe('준비됨: 이미지 60,000장');
    expect(textOf(html)).toContain('비행기');
  });
});
