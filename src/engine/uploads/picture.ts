/**
 * Converts the user's own picture to an image like those of the data set, or refuses it with a
 * reason. Runs in the worker, or in Node with another decoder.
 */
import { imageSide } from '../../lib/cifar10';
import { maxPictureBytes, maxPicturePixels } from '../../lib/pictures';
import { messageOf } from '../../lib/result';
import type { UploadAnswer, UploadNote, UploadRefusal } from '../../protocol/uploads';
import { yieldToMessages } from '../core/yield';
import { AreaAverage } from './average';
import { browserDecode, canDecode, type Decode } from './decode';
import type { Decoded } from './withoutCanvas';
import { breaksOff } from './ending';
import { headBytes, mayComeLater, readHead, type Head } from './head';

/** How long the browser may take to decode a picture, in seconds. */
const maxSeconds = 60;

/** The crop that is shown to the user has at most this side. */
const shownSide = 256;
/** Pixels that are copied and averaged before messages are handled again: a few milliseconds. */
const bandPixels = 2 ** 19;

/** Formats that every browser supports: if one cannot be decoded, the file is broken. */
const usual = new Set(['jpg', 'png', 'gif', 'webp', 'bmp', 'ico', 'avif']);

/** Thrown while decoding; becomes the answer. */
class Refused extends Error {
  constructor(
    readonly reason: UploadRefusal['reason'],
    readonly head: Pick<Head, 'format' | 'width' | 'height'> | null = null,
    readonly limit: number | null = null,
    detail = '',
  ) {
    super(detail);
  }
}

/** The result of `work`, which reads a file; throws `Refused` if the file cannot be read. */
async function readable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    throw new Refused('unreadable', null, null, messageOf(thrown));
  }
}

const bytesOf = async (file: Blob): Promise<Uint8Array> => new Uint8Array(await readable(file.arrayBuffer()));

/** Reads the file's header and checks it against the limits. */
async function headOf(file: Blob): Promise<Head> {
  if (file.size === 0) throw new Refused('empty');
  if (file.size > maxPictureBytes) throw new Refused('too-many-bytes', null, maxPictureBytes);
  const beginning = await bytesOf(file.slice(0, headBytes));
  let head = readHead(beginning);
  // A GIF's first picture may be longer than that too, and only after it is it certain whether
  // another follows.
  if (file.size > headBytes && mayComeLater(head, beginning)) head = readHead(await bytesOf(file));
  if (!head) throw new Refused('not-a-picture');
  assertPixelsAllowed(head);
  return head;
}

function assertPixelsAllowed(head: Pick<Head, 'format' | 'width' | 'height'>): void {
  if (head.width * head.height > maxPicturePixels)
    throw new Refused('too-many-pixels', head, maxPicturePixels);
}

/** Decodes within the time limit; a result that comes too late is freed. */
async function decoded(file: Blob, head: Head, decode: Decode): Promise<Decoded> {
  const decoding = decode(file, head).catch((thrown: unknown) => {
    throw new Refused(usual.has(head.format) ? 'broken' : 'format', head, null, messageOf(thrown));
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refused('too-long', head, maxSeconds)), maxSeconds * 1000);
  });
  try {
    return await Promise.race([decoding, late]);
  } catch (thrown) {
    decoding.then(
      (picture) => picture.close(),
      () => {},
    );
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
}

/** Reduces the middle square to both sizes, band by band. */
async function reduced(picture: Decoded, cut: number): Promise<{ crop: Uint8Array; small: Uint8Array }> {
  const left = Math.floor((picture.width - cut) / 2);
  const top = Math.floor((picture.height - cut) / 2);
  const crop = new AreaAverage(cut, Math.min(cut, shownSide));
  const small = new AreaAverage(cut, imageSide);
  const band = Math.max(Math.floor(bandPixels / cut), 1);
  for (let row = 0; row < cut; row += band) {
    const rows = await picture.rows(left, top + row, cut, Math.min(band, cut - row));
    crop.add(rows);
    small.add(rows);
    await yieldToMessages();
  }
  return { crop: crop.result(), small: small.result() };
}

function notesOf(
  { animated, cmyk }: Head,
  { exact }: Decoded,
  cut: number,
  brokenOff: boolean,
): UploadNote[] {
  return [
    ...(exact ? [] : (['noise'] as const)),
    ...(animated ? (['animated'] as const) : []),
    ...(cmyk ? (['cmyk'] as const) : []),
    ...(brokenOff ? (['cut'] as const) : []),
    ...(cut < imageSide ? (['small'] as const) : []),
  ];
}

async function take(file: Blob, decode: Decode): Promise<UploadAnswer> {
  const head = await headOf(file);
  const brokenOff = await readable(breaksOff(file, head));
  const picture = await decoded(file, head, decode);
  try {
    const { width, height } = picture;
    // If the decoder's size differs from the header's, the decoder's counts.
    assertPixelsAllowed({ format: head.format, width, height });
    const cut = Math.min(width, height);
    const { crop, small } = await reduced(picture, cut);
    return {
      type: 'picture',
      format: head.format,
      width,
      height,
      cut,
      crop: { side: Math.min(cut, shownSide), pixels: crop },
      small: { side: imageSide, pixels: small },
      notes: notesOf(head, picture, cut, brokenOff),
    };
  } finally {
    picture.close();
  }
}

/** Decodes one at a time, so that only one decoded picture is in memory. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Cuts the middle square out of a picture and reduces it to 32 × 32. Never rejects because of a
 * file's content: such a file is refused. `decode`: the browser's decoder, if it has one.
 */
export function decodeUpload(
  file: Blob,
  decode: Decode | null = canDecode() ? browserDecode : null,
): Promise<UploadAnswer> {
  const answer = last.then(async (): Promise<UploadAnswer> => {
    try {
      if (!decode) throw new Refused('no-canvas');
      return await take(file, decode);
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      const { reason, head, limit, message } = thrown;
      return {
        type: 'refused',
        reason,
        format: head?.format ?? null,
        bytes: file.size,
        width: head?.width ?? null,
        height: head?.height ?? null,
        limit,
        detail: message,
      };
    }
  });
  last = answer.catch(() => undefined);
  return answer;
}
