/**
 * The proof that the three parts of a split share nothing, computed from the indices and from the pixels themselves. Knows the
 * store, not the network; runs on the engine's thread once a load.
 */
import { mix32 } from '../lib/rng';
import { classCount } from './cifar10';
import type { ImageStore } from './imageStore';
import { imagesOf, type Manifest, type SheetSet } from './manifest';
import type { SplitPart, SplitReport } from './reports';
import type { SplitPlan } from './split';

interface Part {
  readonly set: SheetSet;
  readonly indices: Uint32Array;
}

interface Seen {
  readonly part: Part;
  readonly index: number;
  readonly image: Uint8Array;
}

function describePart({ set, indices }: Part, store: ImageStore): SplitPart {
  const classes = Array.from({ length: classCount }, () => 0);
  const sheets = new Set<string>();
  for (const index of indices) {
    const label = store.label(set, index);
    classes[label] = (classes[label] ?? 0) + 1;
    sheets.add(store.sheetOf(set, index).file);
  }
  return { images: indices.length, classes, sheets: sheets.size };
}

/** Images of a set that more than one part, or one part twice, lays claim to. */
function countSharedIndices(parts: readonly Part[], manifest: Manifest): number {
  let shared = 0;
  for (const set of ['train', 'test'] as const) {
    const claims = new Uint8Array(imagesOf(manifest, set));
    for (const part of parts) {
      if (part.set !== set) continue;
      for (const index of part.indices) claims[index] = Math.min((claims[index] ?? 0) + 1, 2);
    }
    shared += claims.reduce((sum, claimed) => sum + (claimed > 1 ? 1 : 0), 0);
  }
  return shared;
}

/** 53 bits that differ for different images almost always; equal ones are compared byte by byte. */
function hashPixels(image: Uint8Array): number {
  // A view of words: an image starts at a multiple of 3072 bytes in its sheet, and sheets at a multiple of 4.
  const words = new Uint32Array(image.buffer, image.byteOffset, image.length / 4);
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (const word of words) {
    a = Math.imul(a ^ word, 0x01000193);
    b = Math.imul(b + word, 0x5bd1e995) ^ (b >>> 15);
  }
  return mix32(a) * 0x20_0000 + (mix32(b) >>> 11);
}

/** One image of CIFAR-10 that two parts have. */
const isSame = (a: Omit<Seen, 'image'>, b: Omit<Seen, 'image'>): boolean =>
  a.part.set === b.part.set && a.index === b.index;

const samePixels = (a: Uint8Array, b: Uint8Array): boolean => a.every((value, i) => value === b[i]);

/** Pairs of different images, of different parts, with the same pixels. */
function countSharedPixels(parts: readonly Part[], store: ImageStore): number {
  const byHash = new Map<number, Seen[]>();
  let pairs = 0;
  for (const part of parts) {
    for (const index of part.indices) {
      const image = store.image(part.set, index);
      const hash = hashPixels(image);
      const alike = byHash.get(hash) ?? [];
      const others = alike.filter((seen) => seen.part !== part && !isSame(seen, { part, index }));
      pairs += others.filter((seen) => samePixels(seen.image, image)).length;
      alike.push({ part, index, image });
      byHash.set(hash, alike);
    }
  }
  return pairs;
}

/**
 * Class counts of the parts, and what they share. Takes about a second for 60 000 images.
 * Throws if a sheet of the plan has not come.
 */
export function splitReport(plan: SplitPlan, store: ImageStore, manifest: Manifest): SplitReport {
  const train: Part = { set: 'train', indices: plan.train };
  const val: Part = { set: 'train', indices: plan.val };
  const test: Part = { set: 'test', indices: plan.test };
  const parts = [train, val, test];
  return {
    seed: plan.seed,
    train: describePart(train, store),
    val: describePart(val, store),
    test: describePart(test, store),
    sharedIndices: countSharedIndices(parts, manifest),
    sharedPixels: countSharedPixels(parts, store),
  };
}
