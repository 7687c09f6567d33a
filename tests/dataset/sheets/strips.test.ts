import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePng } from '../../../src/dataset/sheets/encodePng';
import { ChannelSums } from '../../../src/dataset/sheets/statistics';
import { classicSha256, readLabels, readStrip } from '../../../src/dataset/sheets/strips';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strips-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const expected = { set: 'train', file: 'strip.png', sha256: '0'.repeat(64) } as const;

describe('readStrip', () => {
  it('says "npm install" when the package is not there', async () => {
    await expect(readStrip(join(folder, 'none'), expected, new Uint8Array(10_000))).rejects.toThrow(
      'run "npm install"',
    );
    await expect(readLabels(join(folder, 'none'), 'train')).rejects.toThrow('train_lables.json is missing');
  });

  it('refuses a picture of another size', async () => {
    await writeFile(join(folder, 'strip.png'), await encodePng(new Uint8Array(12), 2, 2));
    await expect(readStrip(folder, expected, new Uint8Array(10_000))).rejects.toThrow('strip.png is 2 × 2');
  });

  it('refuses other images of the right size', async () => {
    await writeFile(
      join(folder, 'strip.png'),
      await encodePng(new Uint8Array(1_024 * 10_000 * 3), 1_024, 10_000),
    );
    await expect(readStrip(folder, expected, new Uint8Array(10_000))).rejects.toThrow(
      'other images than expected',
    );
  }, 60_000);

  it('refuses labels outside 0 to 9', async () => {
    await writeFile(join(folder, 'test_lables.json'), '[3,8,10]');
    await expect(readLabels(folder, 'test')).rejects.toThrow('expected number to be <=9');
  });
});

describe('classicSha256', () => {
  it('puts the label first and the planes after it', () => {
    // Red 1, green 2, blue 3 everywhere, label 7: 07, then 1024 × 01, 1024 × 02, 1024 × 03
    // (sha256sum of that file).
    const pixels = Uint8Array.from({ length: 3_072 }, (_, i) => (i % 3) + 1);
    expect(classicSha256({ pixels, labels: Uint8Array.of(7) })).toBe(
      '8d59690906eeb0f4bea7b8c8c60207975dde77c2c04b16b126e65cbf47faeb0c',
    );
  });
});

describe('ChannelSums', () => {
  it('yields hand-computed values', () => {
    const sums = new ChannelSums();
    sums.add(Uint8Array.of(0, 255, 51));
    sums.add(Uint8Array.of(255, 255, 153));
    const { mean, deviation } = sums.statistics();
    expect(mean).toEqual([0.5, 1, 0.4]); // (51 + 153) / 2 / 255
    expect(deviation).toEqual([0.5, 0, 0.2]); // half the distance of two values
  });
});
