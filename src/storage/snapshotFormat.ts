/**
 * A snapshot as bytes: head, blocks of float32, index, trailer. The index is JSON with the run's
 * state and each block's offset and SHA-256. It comes after the blocks, and the trailer after it: a
 * file that was not written to its end has no trailer, and is never mistaken for a whole one.
 * Little-endian. Knows no file system and no tensors.
 *
 *     0   magic "ALEXLAB\n", u32 version, u32 0
 *     16  blocks, one after the other
 *     …   index, UTF-8
 *     −56 u64 offset of the index, u32 bytes of the index, u32 version, 32 bytes SHA-256 of the index, magic
 */
import { z } from 'zod';
import { sha256Hex } from '../lib/hash';

/** Where a snapshot is written to. Offsets grow, without gaps. */
export interface Sink {
  write(bytes: Uint8Array<ArrayBuffer>, at: number): void | Promise<void>;
}

/** Where a snapshot is read from. */
export interface Source {
  /** Bytes. */
  readonly size: number;
  /** Reads `length` bytes from `at` on; fewer only where the source ends. */
  read(at: number, length: number): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;
}

export type SnapshotProblem =
  'not-a-snapshot' | 'newer-version' | 'truncated' | 'damaged' | 'wrong-shape' | 'implausible';

/** Thrown when bytes are not a usable snapshot; `message` says where the problem is. */
export class SnapshotError extends Error {
  constructor(
    readonly problem: SnapshotProblem,
    detail: string,
  ) {
    super(detail);
    this.name = 'SnapshotError';
  }
}

export const formatVersion = 1;
const magic = new TextEncoder().encode('ALEXLAB\n');
const headBytes = 16;
const trailerBytes = 56;
/**
 * Limit for the index: a thousand epochs, two series and a hundred blocks take less than a
 * megabyte.
 */
const maxIndexBytes = 16 * 2 ** 20;
/** Limit for a block: twice the largest kernel of the lab's networks. */
const maxBlockBytes = 2 ** 29;

const count = z.number().int().min(0);

/**
 * An array of at most `maxLength` items: a longer one is refused before its items are checked, so
 * that a file with a million wrong items does not cause a million error messages.
 */
export const list = <T extends z.ZodType>(item: T, maxLength: number) =>
  z.array(z.unknown()).max(maxLength).pipe(z.array(item));

/** The schema's first error messages: there may be one for each number of a file. */
export const complaints = ({ issues }: z.ZodError): string => z.prettifyError({ issues: issues.slice(0, 3) });

const blockSchema = z.object({
  name: z.string().min(1).max(200),
  shape: list(count, 6),
  offset: count,
  bytes: count.max(maxBlockBytes),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const indexSchema = z.object({ state: z.unknown(), blocks: list(blockSchema, 1_000) });

/** Where a tensor is in the file. */
export type Block = Readonly<z.infer<typeof blockSchema>>;

export interface Index {
  /** As it was passed to `finish`; not checked against its schema here. */
  readonly state: unknown;
  readonly blocks: readonly Block[];
}

const bytesOfHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** Where the blocks end and the index begins, in bytes. */
export const endOfBlocks = (blocks: readonly Block[]): number =>
  blocks.reduce((end, { offset, bytes }) => Math.max(end, offset + bytes), headBytes);

/** The bytes that follow the blocks: index and trailer. */
export async function seal({ state, blocks }: Index): Promise<Uint8Array<ArrayBuffer>> {
  const index = new TextEncoder().encode(JSON.stringify({ state, blocks }));
  const sealed = new Uint8Array(index.length + trailerBytes);
  const trailer = sealed.subarray(index.length);
  const view = new DataView(sealed.buffer, index.length);
  view.setBigUint64(0, BigInt(endOfBlocks(blocks)), true);
  view.setUint32(8, index.length, true);
  view.setUint32(12, formatVersion, true);
  sealed.set(index);
  trailer.set(bytesOfHex(await sha256Hex(index)), 16);
  trailer.set(magic, 48);
  return sealed;
}

/** Writes one snapshot: blocks, then `finish`. */
export class SnapshotWriter {
  private at = 0;
  private readonly blocks: Block[] = [];

  constructor(private readonly sink: Sink) {}

  private async put(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.sink.write(bytes, this.at);
    this.at += bytes.length;
  }

  private async begin(): Promise<void> {
    const head = new Uint8Array(headBytes);
    head.set(magic);
    new DataView(head.buffer).setUint32(8, formatVersion, true);
    await this.put(head);
  }

  /** Adds a tensor's values, row-major; returns where they are in the file. */
  async add(name: string, shape: readonly number[], values: Float32Array<ArrayBuffer>): Promise<Block> {
    if (this.at === 0) await this.begin();
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const sha256 = await sha256Hex(bytes);
    const block = { name, shape: [...shape], offset: this.at, bytes: bytes.length, sha256 };
    this.blocks.push(block);
    await this.put(bytes);
    return block;
  }

  /** Completes the snapshot, so that what the sink holds is valid. Returns its size in bytes. */
  async finish(state: unknown): Promise<number> {
    if (this.at === 0) await this.begin();
    await this.put(await seal({ state, blocks: this.blocks }));
    return this.at;
  }
}

async function checkHead(source: Source): Promise<void> {
  const head = await source.read(0, headBytes);
  if (head.length < headBytes || !same(head.subarray(0, magic.length), magic))
    throw new SnapshotError('not-a-snapshot', 'It does not begin as a snapshot of this lab does');
  const version = new DataView(head.buffer, head.byteOffset).getUint32(8, true);
  if (version < 1) throw new SnapshotError('damaged', 'It has no version');
  if (version > formatVersion)
    throw new SnapshotError('newer-version', `It is of version ${version}; this page reads ${formatVersion}`);
}

/** The bytes of the index, checked against their SHA-256. */
async function indexBytes(source: Source): Promise<{ index: Uint8Array<ArrayBuffer>; end: number }> {
  const at = source.size - trailerBytes;
  if (at < headBytes) throw new SnapshotError('truncated', `It has ${source.size} bytes`);
  const trailer = await source.read(at, trailerBytes);
  if (!same(trailer.subarray(48), magic)) throw new SnapshotError('truncated', 'Its end is missing');
  const view = new DataView(trailer.buffer, trailer.byteOffset);
  const offset = Number(view.getBigUint64(0, true));
  const length = view.getUint32(8, true);
  if (offset < headBytes || length > maxIndexBytes || offset + length !== at)
    throw new SnapshotError('damaged', 'Its trailer does not point to an index');
  const index = await source.read(offset, length);
  if (!same(bytesOfHex(await sha256Hex(index)), trailer.subarray(16, 48)))
    throw new SnapshotError('damaged', 'Its index is not what was written');
  return { index, end: offset };
}

function parsedJson(text: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    throw new SnapshotError('damaged', 'Its index is not JSON');
  }
}

/**
 * Reads the index and checks its SHA-256, its schema, and that every block lies within the file and
 * is as long as its shape says. The blocks themselves are checked when they are read. Throws a
 * `SnapshotError`.
 */
export async function readIndex(source: Source): Promise<Index> {
  await checkHead(source);
  const { index, end } = await indexBytes(source);
  const parsed = indexSchema.safeParse(parsedJson(index));
  if (!parsed.success) throw new SnapshotError('damaged', `Its index: ${complaints(parsed.error)}`);
  let at = headBytes;
  for (const { name, shape, offset, bytes } of parsed.data.blocks) {
    if (offset !== at || bytes !== 4 * shape.reduce((a, b) => a * b, 1) || offset + bytes > end)
      throw new SnapshotError('damaged', `Its block ${name} is not where the index says`);
    at += bytes;
  }
  if (at !== end) throw new SnapshotError('damaged', 'There is something between its blocks and its index');
  return parsed.data;
}

/** A block's values, checked against its SHA-256. Throws a `SnapshotError`. */
export async function readBlock(source: Source, block: Block): Promise<Float32Array<ArrayBuffer>> {
  const { name, offset, bytes, sha256 } = block;
  const read = await source.read(offset, bytes);
  if (read.length !== bytes) throw new SnapshotError('truncated', `${name} is cut off`);
  if ((await sha256Hex(read)) !== sha256)
    throw new SnapshotError('damaged', `${name} is not what was written`);
  return read.byteOffset % 4 === 0
    ? new Float32Array(read.buffer, read.byteOffset, bytes / 4)
    : new Float32Array(read.slice().buffer);
}

export interface CheckOptions {
  /** Called after each block with its number of bytes. */
  readonly onBytes?: (bytes: number) => void;
  /** Aborted when the result is no longer needed. */
  readonly signal?: AbortSignal;
}

/**
 * Reads all blocks, one at a time, and checks their SHA-256. Throws a `SnapshotError`, or the
 * signal's reason.
 */
export async function checkBlocks(
  source: Source,
  blocks: readonly Block[],
  { onBytes, signal }: CheckOptions = {},
): Promise<void> {
  for (const block of blocks) {
    signal?.throwIfAborted();
    await readBlock(source, block);
    onBytes?.(block.bytes);
  }
}
