import { describe, expect, it } from 'vitest';
import { imagesOf, parseManifest, sheetsOf, type Manifest } from '../../src/dataset/manifest';
import { tinyManifest } from './tiny';

const good = tinyManifest(3, 2, 5);
const first = good.sheets[0];
const withFirst = (change: object): unknown => ({
  ...good,
  sheets: [{ ...first, ...change }, ...good.sheets.slice(1)],
});
const errorOf = (json: unknown): string => {
  const parsed = parseManifest(json);
  return parsed.ok ? '' : parsed.error;
};

describe('parseManifest', () => {
  it('takes a good one unchanged', () => {
    expect(parseManifest(JSON.parse(JSON.stringify(good)))).toEqual({ ok: true, value: good });
  });

  it.each<[string, unknown, string]>([
    ['null', null, '(root)'],
    ['a page', '<html>', '(root)'],
    ['no sheets', { ...good, sheets: [] }, 'sheets'],
    ['another tile', { ...good, tile: { side: 28, channels: 3 } }, 'tile.side'],
    ['nine classes', { ...good, classes: good.classes.slice(1) }, 'classes'],
    ['a file outside its folder', withFirst({ file: '../secret.png' }), 'sheets.0.file'],
    ['a short hash', withFirst({ sha256: 'abc' }), 'sheets.0.sha256'],
    ['missing labels', withFirst({ labels: '0123' }), 'sheets.0.labels'],
    ['labels that are no digits', withFirst({ labels: '012x4' }), 'sheets.0.labels'],
    ['no bytes', withFirst({ bytes: 0 }), 'sheets.0.bytes'],
    ['a file twice', withFirst({ file: 'train-1.png' }), 'listed twice'],
    ['a gap', withFirst({ count: 4, labels: '0123' }), 'train-1.png: first is 5, expected 4'],
    ['no test set', { ...good, sheets: sheetsOf(good, 'train') }, 'no sheet of the set "test"'],
  ])('rejects %s and names it', (_, json, reason) => {
    expect(errorOf(json)).toContain(reason);
  });
});

describe('sheetsOf and imagesOf', () => {
  it('sort by place and count', () => {
    const backwards: Manifest = { ...good, sheets: good.sheets.toReversed() };
    expect(sheetsOf(backwards, 'train').map((sheet) => sheet.first)).toEqual([0, 5, 10]);
    expect(imagesOf(backwards, 'test')).toBe(10);
  });
});
