/**
 * A file's way to 32 × 32, with a decoder of Node's: the middle, its mean, the limits and every
 * refusal.
 */
import { decode as decodePng } from 'fast-png';
import { describe, expect, it } from 'vitest';
import type { Decode } from '../../../src/engine/uploads/decode';
import { decodeUpload } from '../../../src/engine/uploads/picture';
import { maxPictureBytes, maxPicturePixels } from '../../../src/lib/pictures';
import type { UploadedPicture } from '../../../src/protocol/uploads';
import { apng, cmykJpeg, gif, hugePng, jpegHead, pngOf } from '../../helpers/pictureFiles';

let decodes = 0;
let open = 0;
let maxOpen = 0;
/** What a decoder gives: opaque RGBA, and a count of what is not closed yet. */
function picture(width: number, height: number, pixel: (x: number, y: number) => readonly number[]) {
  decodes++;
  maxOpen = Math.max(maxOpen, ++open);
  return {
    width,
    height,
    exact: true,
    rows: async (left: number, top: number, side: number, count: number) =>
      Uint8ClampedArray.from({ length: side * count * 4 }, (_, i) => {
        const at = Math.floor(i / 4);
        return pixel(left + (at % side), top + Math.floor(at / side))[i % 4] ?? 255;
      }),
    close: () => void open--,
  };
}

const pngDecode: Decode = async (file) => {
  const { width, height, data } = decodePng(await file.arrayBuffer());
  return picture(width, height, (x, y) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)]);
};
const black: Decode = async () => picture(4, 4, () => [0, 0, 0]);
const never: Decode = () => Promise.reject(new Error('The source image could not be decoded.'));

async function taken(file: Blob, decode: Decode): Promise<UploadedPicture> {
  const answer = await decodeUpload(file, decode);
  if (answer.type !== 'picture') throw new Error(`refused: ${answer.reason} ${answer.detail}`);
  expect(open).toBe(0);
  return answer;
}

/** Grey by column, [height, width, 3]. */
const columns = (width: number, height: number): Uint8Array =>
  Uint8Array.from({ length: width * height * 3 }, (_, i) => Math.floor(i / 3) % width);

describe('an own picture', () => {
  it('of 32 × 32 comes through byte by byte', async () => {
    const pixels = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * 97) % 256);
    const answer = await taken(new Blob([pngOf(pixels, 32, 32)]), pngDecode);
    expect(answer).toMatchObject({ format: 'png', width: 32, height: 32, cut: 32, notes: [] });
    expect(answer.small).toEqual({ side: 32, pixels });
    expect(answer.crop).toEqual({ side: 32, pixels });
  });

  it('comes with a word where the browser changes what a page reads of it', async () => {
    const noisy: Decode = async () => ({ ...picture(32, 32, () => [0, 0, 0]), exact: false });
    expect((await taken(new Blob([gif(1)]), noisy)).notes).toEqual(['noise']);
    expect((await taken(new Blob([gif(1)]), black)).notes).toEqual(['small']);
  });

  it('is cut to its middle square, lying or standing, and reduced by means', async () => {
    const lying = await taken(new Blob([pngOf(columns(128, 64), 128, 64)]), pngDecode);
    // Columns 32 … 95, two by two: their mean x.5 is rounded up.
    const wanted = Array.from({ length: 32 }, (_, i) => 33 + 2 * i);
    expect(lying.small.pixels.filter((_, i) => i % 3 === 0).slice(0, 32)).toEqual(Uint8Array.from(wanted));
    expect(lying.crop.side).toBe(64);
    expect(lying.crop.pixels.slice(0, 6)).toEqual(Uint8Array.of(32, 32, 32, 33, 33, 33));
    const standing = await taken(new Blob([pngOf(columns(64, 129), 64, 129)]), pngDecode);
    expect(standing).toMatchObject({ cut: 64, width: 64, height: 129 });
  });

  it('is shown at 256 at most, in many bands', async () => {
    const wide: Decode = async () =>
      picture(1_500, 1_000, (x, y) => [y < 500 ? 200 : 100, 50, x % 2 === 0 ? 0 : 255]);
    const answer = await taken(new Blob([pngOf(new Uint8Array(3), 1, 1)]), wide);
    expect(answer.crop.side).toBe(256);
    const { pixels } = answer.small;
    expect([pixels[0], pixels[1], pixels.at(-3), pixels.at(-2)]).toEqual([200, 50, 100, 50]);
    // Stripes of one pixel, of which 31.25 make a new one: about the mean everywhere, neither black
    // nor white.
    expect(Math.abs((pixels[2] ?? 0) - 127.5)).toBeLessThan(255 / 31);
  });

  it.each([
    ['moves', gif(2), ['animated', 'small']],
    ['moves, as a PNG', apng(3), ['animated', 'small']],
    ['has four inks', cmykJpeg, ['cmyk', 'small']],
    ['is small', gif(1), ['small']],
    ['breaks off', pngOf(new Uint8Array(64 * 64 * 3), 64, 64).slice(0, -12), ['cut', 'small']],
  ])('says that it %s', async (_, bytes, notes) => {
    expect((await taken(new Blob([bytes]), black)).notes).toEqual(notes);
  });

  it('is told by its frame, though megabytes of notes stand before it', async () => {
    const notes = new Uint8Array(65_535).fill(1);
    const jpeg = jpegHead(3);
    // APP1, 65,533 bytes with its length.
    notes.set([0xff, 0xe1, 0xff, 0xfd]);
    const file = new Blob([
      jpeg.subarray(0, 2),
      ...Array<Uint8Array<ArrayBuffer>>(40).fill(notes),
      jpeg.subarray(2),
    ]);
    expect(file.size).toBeGreaterThan(2 ** 21);
    expect(await taken(file, black)).toMatchObject({ format: 'jpg' });
    // The control: bytes of no picture are as many, and are not read further.
    expect(await decodeUpload(new Blob(Array(40).fill(notes)), black)).toMatchObject({
      reason: 'not-a-picture',
    });
  });

  it('one after the other: never two are decoded in memory', async () => {
    maxOpen = 0;
    await Promise.all(Array.from({ length: 6 }, () => decodeUpload(new Blob([gif(1)]), black)));
    expect(maxOpen).toBe(1);
  });
});

describe('refused', () => {
  it.each([
    ['nothing', new Blob([]), { reason: 'empty', bytes: 0 }],
    ['words', new Blob(['just words, no picture']), { reason: 'not-a-picture', bytes: 22, format: null }],
    [
      'a hundred megapixels',
      new Blob([hugePng()]),
      { reason: 'too-many-pixels', format: 'png', width: 12_000, height: 9_000, limit: maxPicturePixels },
    ],
    [
      'the same as a JPEG',
      new Blob([jpegHead(3, 12_000, 9_000)]),
      { reason: 'too-many-pixels', format: 'jpg' },
    ],
  ])('before anything is decoded: %s', async (_, file, refusal) => {
    const before = decodes;
    expect(await decodeUpload(file, pngDecode)).toMatchObject({ type: 'refused', ...refusal });
    expect(decodes).toBe(before);
  });

  it('by its bytes, of which none is read', async () => {
    const file = { size: maxPictureBytes + 1 } as Blob;
    expect(await decodeUpload(file, pngDecode)).toMatchObject({
      reason: 'too-many-bytes',
      limit: maxPictureBytes,
    });
  });

  it('where it cannot be read', async () => {
    const gone = { size: 5, slice: () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }) };
    expect(await decodeUpload(gone as unknown as Blob, pngDecode)).toMatchObject({
      reason: 'unreadable',
      detail: 'gone',
    });
  });

  it('where it is damaged, or of a kind that the browser does not show', async () => {
    const detail = 'The source image could not be decoded.';
    expect(await decodeUpload(new Blob([jpegHead(3)]), never)).toMatchObject({
      reason: 'broken',
      format: 'jpg',
      detail,
    });
    const drawing = new Blob(['<svg width="20" height="10"></svg>']);
    expect(await decodeUpload(drawing, never)).toMatchObject({
      reason: 'format',
      format: 'svg',
      width: 20,
      height: 10,
    });
  });

  it('where the decoder finds more pixels than the head has told; it is freed', async () => {
    const liar: Decode = async () => picture(9_000, 9_000, () => [0, 0, 0]);
    expect(await decodeUpload(new Blob([gif(1)]), liar)).toMatchObject({
      reason: 'too-many-pixels',
      width: 9_000,
    });
    expect(open).toBe(0);
  });

  it('where the browser has no canvas off its page', async () => {
    expect(await decodeUpload(new Blob([gif(1)]), null)).toMatchObject({ reason: 'no-canvas' });
    // As in Node.
    expect(await decodeUpload(new Blob([gif(1)]))).toMatchObject({ reason: 'no-canvas' });
  });

  it('and the next one is taken all the same, after a failure of the program too', async () => {
    const failing: Decode = async () => ({
      ...picture(4, 4, () => []),
      rows: () => {
        throw new Error('no canvas');
      },
    });
    await expect(decodeUpload(new Blob([gif(1)]), failing)).rejects.toThrow('no canvas');
    expect(open).toBe(0);
    await taken(new Blob([gif(1)]), black);
  });
});
