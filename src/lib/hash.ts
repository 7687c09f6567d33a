/** SHA-256 on any thread and in any context. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Bytes to their SHA-256 in lower-case hexadecimal. */
export type Digest = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;

/** SHA-256 by the browser, or in JavaScript where the page is not a secure context and `crypto.subtle` is missing. */
export const sha256Hex: Digest = async (bytes) => {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
  return bytesToHex(subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(bytes));
};
