/**
 * The end of a snapshot, read and written without the product's code, so that an index can say
 * anything and still have a right checksum.
 */
import { createHash } from 'node:crypto';

const trailer = 56;

interface Parts {
  /** Head and blocks. */
  readonly front: Uint8Array<ArrayBuffer>;
  /** The index's JSON. */
  readonly index: string;
}

export function opened(bytes: Uint8Array<ArrayBuffer>): Parts {
  const offset = Number(
    new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(bytes.length - trailer, true),
  );
  return {
    front: bytes.slice(0, offset),
    index: new TextDecoder().decode(bytes.slice(offset, bytes.length - trailer)),
  };
}

/** A file whose trailer is right for this index, whatever that says. */
export function sealed({ front, index }: Parts): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(index);
  const end = new DataView(new ArrayBuffer(trailer));
  end.setBigUint64(0, BigInt(front.length), true);
  end.setUint32(8, text.length, true);
  end.setUint32(12, 1, true);
  const bytes = new Uint8Array(end.buffer);
  bytes.set(createHash('sha256').update(text).digest(), 16);
  bytes.set(new TextEncoder().encode('ALEXLAB\n'), 48);
  const whole = new Uint8Array(front.length + text.length + trailer);
  whole.set(front);
  whole.set(text, front.length);
  whole.set(bytes, front.length + text.length);
  return whole;
}
