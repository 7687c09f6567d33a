/**
 * Seeded random numbers that can be forked by name, so that the initial weights, the shuffle,
 * dropout and augmentation each have a stream of their own: drawing more from one never shifts
 * another. Pure; runs on any thread.
 *
 * Generator: sfc32 (C. Doty-Humphrey, PractRand), 128 bits of state, seeded from a 32-bit FNV-1a
 * hash of seed and names, spread by the finaliser of MurmurHash3.
 */

/** MurmurHash3's 32-bit finaliser: every input bit changes about half of the output bits. */
export function mix32(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** FNV-1a of a text, 32 bits; another `basis` is another hash. */
export function hashText(text: string, basis = 0x811c9dc5): number {
  let h = basis | 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/**
 * A stream of random numbers. The same path (seed and fork names) always yields the same numbers.
 */
export class Rng {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  private constructor(private readonly path: string) {
    const h = hashText(path);
    this.a = mix32(h);
    this.b = mix32(h ^ 0x9e3779b9);
    this.c = mix32(hashText(path, 0x1234567));
    for (let i = 0; i < 15; i++) this.uint32();
  }

  /** The root stream of a seed (any finite number; only its decimal text matters). */
  static of(seed: number): Rng {
    return new Rng(String(seed));
  }

  /**
   * An independent stream, fixed by this stream's path and `name`, not by how many numbers were
   * drawn.
   */
  fork(name: string | number): Rng {
    return new Rng(`${this.path}/${name}`);
  }

  /** Uniform integer in [0, 2^32). */
  uint32(): number {
    const t = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** Uniform real in [low, high), 32 bits of resolution. */
  uniform(low = 0, high = 1): number {
    return low + (this.uint32() / 0x1_0000_0000) * (high - low);
  }

  /**
   * Uniform integer in [0, n), without modulo bias. Throws a RangeError unless `n` is whole and
   * from 1 to 2^32.
   */
  int(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 0x1_0000_0000)
      throw new RangeError(`Rng.int takes a whole number from 1 to 2^32, not ${n}`);
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % n);
    let x = this.uint32();
    while (x >= limit) x = this.uint32();
    return x % n;
  }

  /** A random permutation of 0 … n−1 (Fisher–Yates). */
  permutation(n: number): Uint32Array {
    return this.shuffle(Uint32Array.from({ length: n }, (_, i) => i));
  }

  /** Shuffles in place (Fisher–Yates) and returns its argument. */
  shuffle<T extends Uint32Array | Uint8Array>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const held = items[i] ?? 0;
      items[i] = items[j] ?? 0;
      items[j] = held;
    }
    return items;
  }
}
