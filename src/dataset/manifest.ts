/**
 * The manifest of the sheets: what each file contains and how to verify that it arrived whole.
 * `sheets/cut` writes it, the engine reads it. Plain data and its check; does not fetch, runs on
 * any thread.
 */
import { z } from 'zod';
import { err, ok, type Result } from '../lib/result.ts';
import { classCount, imageChannels, imageSide } from '../lib/cifar10.ts';

const naturals = z.number().int().nonnegative();
const channelValues = z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]);

const sheetSchema = z
  .object({
    /** File name, in the manifest's folder: no subfolders. */
    file: z.string().regex(/^[a-z0-9-]+\.png$/, 'must be a plain .png file name'),
    set: z.enum(['train', 'test']),
    /** Index of its first image in CIFAR-10's own order within the set. */
    first: naturals,
    /** Images on the sheet. */
    count: z.number().int().min(1).max(10_000),
    /** Size of the PNG file. */
    bytes: z.number().int().min(1).max(100_000_000),
    /** SHA-256 of the PNG file, lower-case hexadecimal. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
    /** One digit per image, in the sheet's order. */
    labels: z.string().regex(/^[0-9]+$/, 'must be digits'),
  })
  .refine((sheet) => sheet.labels.length === sheet.count, {
    path: ['labels'],
    message: 'must hold `count` digits',
  });

const manifestSchema = z.object({
  /** Changes with the source and with how it is cut. */
  version: z.string().min(1),
  /** Where the pixels come from. */
  source: z.string().min(1),
  /** Whom to cite for the data. */
  citation: z.string().min(1),
  /** Names in label order. */
  classes: z.array(z.string().min(1)).length(classCount),
  tile: z.object({ side: z.literal(imageSide), channels: z.literal(imageChannels) }),
  /** Tiles in a row of a sheet; the last row may be shorter. */
  columns: z.number().int().min(1).max(1_000),
  /** Mean and standard deviation of each channel over the set `train`, pixels / 255. */
  mean: channelValues,
  deviation: channelValues,
  sheets: z.array(sheetSchema).min(1).max(1_000),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type SheetEntry = Manifest['sheets'][number];
/** CIFAR-10's two file sets. The splits `train` and `val` are both drawn from the set `train`. */
export type SheetSet = SheetEntry['set'];

/** The sheets of a set, ordered by the index of their first image. */
export function sheetsOf(manifest: Manifest, set: SheetSet): readonly SheetEntry[] {
  return manifest.sheets.filter((sheet) => sheet.set === set).toSorted((a, b) => a.first - b.first);
}

/** Number of images in a set. */
export function imagesOf(manifest: Manifest, set: SheetSet): number {
  return manifest.sheets.reduce((sum, sheet) => (sheet.set === set ? sum + sheet.count : sum), 0);
}

/** Describes the first sheet that leaves a gap or overlaps, or returns null. */
function gapIn(manifest: Manifest, set: SheetSet): string | null {
  let next = 0;
  for (const sheet of sheetsOf(manifest, set)) {
    if (sheet.first !== next) return `${sheet.file}: first is ${sheet.first}, expected ${next}`;
    next += sheet.count;
  }
  return next === 0 ? `no sheet of the set "${set}"` : null;
}

/** Checks a manifest. The error names the field or sheet and what is wrong with it. */
export function parseManifest(json: unknown): Result<Manifest, string> {
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err(`manifest: ${issue?.path.join('.') || '(root)'}: ${issue?.message ?? 'invalid'}`);
  }
  const manifest = parsed.data;
  const files = new Set(manifest.sheets.map((sheet) => sheet.file));
  if (files.size !== manifest.sheets.length) return err('manifest: sheets: a file is listed twice');
  const gap = gapIn(manifest, 'train') ?? gapIn(manifest, 'test');
  return gap ? err(`manifest: sheets: ${gap}`) : ok(manifest);
}
