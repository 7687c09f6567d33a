/** What is taken of a person's own picture at most: the engine refuses more, the page says so beforehand. Pure; imports nothing. */

/** Bytes of its file. */
export const mostPictureBytes = 100_000_000;

/** Pixels of the whole picture. Decoded, each has four bytes: 256 MiB. Photographs of phones in usual settings have 12 to 64 million. */
export const mostPicturePixels = 2 ** 26;
