/**
 * Import stands any file of a model: each is refused with a reason, in bounded time, or comes in
 * whole; and nothing of it stays behind.
 */
import * as fc from '../helpers/properties';
import { unzipSync, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { checkBlocks } from '../../src/storage/snapshotFormat';
import { madeUpModel, withState } from '../helpers/exportedModel';
import { exportedBytes, fileOf, importBench, refusalOf } from '../helpers/importedModel';

type Bytes = Uint8Array<ArrayBuffer>;

const lenet = madeUpModel({ model: 'lenet5' });
const keras = await exportedBytes(lenet, withState('keras'));
const weights = await exportedBytes(lenet, withState('weights'));
const tfjs = await exportedBytes(lenet, withState('tfjs'));
const settings = { numRuns: 150, seed: 5 };
const reasons = [
  'not-a-model',
  'old-keras',
  'damaged',
  'not-offered',
  'differs',
  'not-finite',
  'missing-shard',
  'implausible',
];
const outcomes = new Map<string, number>();

/**
 * What became of a file, as `outcomes` counts it. What was taken in is whole, and is removed again.
 */
async function attempt(bytes: Bytes, name: string): Promise<void> {
  const bench = importBench();
  const answer = await bench.take([fileOf(bytes, name)]);
  const outcome = answer.type === 'refused' ? answer.refusal.reason : answer.type;
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  if (answer.type === 'imported') {
    await bench.archive.load(answer.id, ({ source, index }) => checkBlocks(source, index.blocks));
    await bench.archive.remove(answer.id);
  } else if (!reasons.includes(outcome)) throw new Error(JSON.stringify(refusalOf(answer)));
  const left = await bench.left();
  if (left.length > 0) throw new Error(`It left ${left.join()}`);
}

/** In [0, 1), evenly: fast-check's doubles are mostly tiny. */
const share = fc.integer({ min: 0, max: 2 ** 20 - 1 }).map((n) => n / 2 ** 20);

/**
 * Some bytes changed, of the beginning rather than of the weights, and perhaps an end that is
 * missing.
 */
const broken = (bytes: Bytes) =>
  fc
    .record({
      flips: fc.array(fc.tuple(share, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 8 }),
      kept: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: share }),
    })
    .map(({ flips, kept }) => {
      const changed = bytes.slice();
      for (const [place, mask] of flips) changed[Math.floor(place ** 2 * changed.length)]! ^= mask;
      return changed.slice(0, Math.ceil(kept * changed.length));
    });

it.each([
  ['a.keras', keras],
  ['a.weights.h5', weights],
  ['a-tfjs.zip', tfjs],
] as const)(
  '%s with bytes that are others',
  async (name, bytes) => {
    const property = fc.asyncProperty(broken(bytes), (changed) => attempt(changed, name));
    expect(await fc.check(property, settings)).toMatchObject({ failed: false, counterexample: null });
  },
  300_000,
);

it('JSON that says anything', async () => {
  const entries = unzipSync(keras);
  const config = JSON.parse(new TextDecoder().decode(entries['config.json'])) as Record<string, unknown>;
  const metadata = JSON.parse(new TextDecoder().decode(entries['metadata.json'])) as Record<string, unknown>;
  const rezipped = (json: Record<string, unknown>): Bytes => {
    const texts = Object.entries(json).map(([file, value]) => [
      file,
      new TextEncoder().encode(JSON.stringify(value)),
    ]);
    return zipSync({ ...entries, ...(Object.fromEntries(texts) as Record<string, Bytes>) }, { level: 0 });
  };
  const changed = fc.oneof(
    fc.jsonValue().map((value) => ({ 'config.json': value })),
    fc
      .tuple(fc.constantFrom(...Object.keys(config)), fc.jsonValue())
      .map(([key, value]) => ({ 'config.json': { ...config, [key]: value } })),
    fc
      .array(
        fc.record({
          class_name: fc.constantFrom('Conv2D', 'Dense', 'InputLayer', 'Flatten', 'X'),
          config: fc.dictionary(fc.string(), fc.jsonValue()),
        }),
      )
      .map((layers) => ({ 'config.json': { ...config, config: { layers } } })),
    fc.jsonValue().map((record) => ({ 'metadata.json': { ...metadata, alexnet_lab: record } })),
  );
  const property = fc.asyncProperty(changed, (json) => attempt(rezipped(json), 'a.keras'));
  expect(await fc.check(property, settings)).toMatchObject({ failed: false, counterexample: null });
}, 300_000);

it('tried enough of both', () => {
  expect(outcomes.get('imported')).toBeGreaterThan(5);
  expect(outcomes.get('damaged')).toBeGreaterThan(50);
  expect(outcomes.get('not-a-model')).toBeGreaterThan(20);
});
