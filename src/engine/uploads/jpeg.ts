/**
 * Reads the frame header of a JPEG for what image-size does not report: the number of colour
 * components. Pure.
 */

export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  /** 1: grey, 3: colour, 4: CMYK or YCCK. */
  readonly components: number;
  /** The byte after the header. A thumbnail before it has an end mark of its own. */
  readonly end: number;
}

/** Markers that stand alone, without a length: TEM and RST0–RST7. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** SOF0–SOF15, without DHT, JPG and DAC, which lie between them. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** SOS or EOI: no frame header comes after them. */
const isEnd = (marker: number): boolean => marker === 0xda || marker === 0xd9;

/** Whether the bytes begin as a JPEG does. */
export const beginsJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8;

/**
 * Walks the segments to the frame header. Null if the bytes are not a JPEG, or end or become
 * invalid before it. Source: ITU-T T.81, B.1 and B.2.2. A file whose colour space differs from what
 * its components suggest has an Adobe segment, which does not matter here.
 */
export function jpegFrame(bytes: Uint8Array): JpegFrame | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!beginsJpeg(bytes)) return null;
  let at = 2;
  while (at + 4 <= bytes.length) {
    // Cameras leave zeros between segments; decoders skip them.
    if (bytes[at] === 0) {
      at += 1;
      continue;
    }
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (isEnd(marker)) return null;
    // Any number of fill bytes may precede a marker.
    if (marker === 0xff) at += 1;
    else if (isBare(marker)) at += 2;
    else if (isFrame(marker)) {
      if (at + 10 > bytes.length) return null;
      return {
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        components: bytes[at + 9] ?? 0,
        end: at + 2 + view.getUint16(at + 2),
      };
    } else at += 2 + Math.max(view.getUint16(at + 2), 2);
  }
  return null;
}
