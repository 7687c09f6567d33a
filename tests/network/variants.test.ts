/** AlexNet with another normalisation, and with convolutions left out. */
import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../src/experiment/schema';
import { kerasCode, networkFor, ownLayersCode, summarize } from '../../src/network';

const of = (change: Partial<Experiment>) => networkFor({ ...defaultExperiment, ...change });
const kindsOf = (change: Partial<Experiment>) => of(change).layers.map(({ kind }) => kind);
const convsOf = (change: Partial<Experiment>) => kindsOf(change).filter((kind) => kind === 'conv2d').length;

const front = ['conv2d', 'batch-norm', 'max-pool', 'conv2d', 'batch-norm', 'max-pool'];
const back = ['max-pool', 'flatten', 'dense', 'dropout', 'dense', 'dropout', 'dense'];

describe('convolutions', () => {
  it('are left out from the fourth on; the last before the dense layers keeps its normalisation', () => {
    expect(kindsOf({ convs: 4 })).toEqual([...front, 'conv2d', 'conv2d', 'batch-norm', ...back]);
    expect(kindsOf({ convs: 3 })).toEqual([...front, 'conv2d', 'batch-norm', ...back]);
    expect(kindsOf({ convs: 2 })).toEqual([...front, ...back]);
  });

  it.each(['alexnet', 'alexnet-small', 'alexnet2012'] as const)(
    'that are left out leave the dense layers of %s as large',
    (model) => {
      const sizes = [2, 3, 4, 5].map((convs) => {
        expect(convsOf({ model, convs })).toBe(convs);
        const { rows } = summarize(of({ model, convs }));
        return rows.filter(({ layer }) => layer.kind === 'dense').map(({ params }) => params);
      });
      for (const size of sizes) expect(size).toEqual(sizes.at(-1));
    },
  );

  it('cost what they had: the parameters differ by theirs', () => {
    const params = (convs: number) => summarize(of({ convs })).params;
    // conv 4: 3·3·384·384 + 384.
    expect(params(5) - params(4)).toBe(1_327_488);
    // conv 3: 3·3·256·384 + 384; and conv 5 sees 256 channels, not 384: 3·3·128·256 fewer.
    expect(params(4) - params(3)).toBe(885_120 + 294_912);
    // conv 5: 3·3·256·256 + 256, with its normalisation: 4·256.
    expect(params(3) - params(2)).toBe(590_080 + 1_024);
  });
});

describe('normalisation', () => {
  it('is left out, or stands where the paper has it', () => {
    expect(kindsOf({ norm: 'none' })).not.toContain('batch-norm');
    const lrn = kindsOf({ norm: 'lrn' });
    expect(lrn.slice(0, 6)).toEqual(['conv2d', 'lrn', 'max-pool', 'conv2d', 'lrn', 'max-pool']);
    expect(lrn.filter((kind) => kind === 'lrn')).toHaveLength(2);
    expect(kindsOf({ model: 'alexnet2012', norm: 'batch' }).slice(0, 6)).toEqual([
      'conv2d',
      'max-pool',
      'batch-norm',
      'conv2d',
      'max-pool',
      'batch-norm',
    ]);
  });

  it('by its own name is the network as it is, to the last figure', () => {
    expect(of({ norm: 'batch' })).toEqual(of({}));
    expect(of({ model: 'alexnet2012', norm: 'lrn' })).toEqual(of({ model: 'alexnet2012' }));
    expect(of({ model: 'lenet5', norm: 'batch', convs: 3 })).toEqual(of({ model: 'lenet5' }));
    expect(summarize(of({})).params).toBe(58_324_746);
  });
});

it('is cited with what is changed', () => {
  expect(of({ norm: 'none', convs: 3 }).citation).toMatch(
    /one tower without normalization; 3 of the 5 convolutions$/,
  );
  expect(of({ model: 'alexnet2012', norm: 'batch' }).citation).toMatch(/; with batch normalization$/);
  expect(of({}).citation).toMatch(/one tower with batch normalization$/);
});

it('has its own code: the layer that Keras lacks is there where it is used', () => {
  const code = (change: Partial<Experiment>) => kerasCode(of(change), { ...defaultExperiment, ...change });
  expect(code({ norm: 'lrn' })).toContain('class LocalResponseNormalization');
  expect(code({ norm: 'lrn' })).not.toContain('BatchNormalization(');
  expect(code({ model: 'alexnet2012', norm: 'none' })).not.toContain('LocalResponseNormalization');
  expect(ownLayersCode(of({ norm: 'lrn' }))).not.toBeNull();
  expect(ownLayersCode(of({ model: 'alexnet2012', norm: 'batch' }))).toBeNull();
});
