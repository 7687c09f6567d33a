/** SHA-256 on any thread and in any context. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Computes the SHA-256 of bytes in lower-case hexadecimal. */
export type Digest = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;

/**
 * Computes SHA-256 (FIPS 180-4) with the browser, or in JavaScript if the page is not a secure
 * context and `crypto.subtle` is missing. Never rejects; the text has 64 characters.
 */
export const sha256Hex: Digest = async (bytes) => {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
  return bytesToHex(subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(bytes));
};
