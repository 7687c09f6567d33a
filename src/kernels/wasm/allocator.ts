/**
 * Allocates tensors in one WebAssembly memory: best fit, with adjacent free blocks merged. The
 * memory grows as needed and never shrinks; ending its worker releases it. Pure but for the memory.
 */

/** Addresses are multiples of this: a cache line. */
const alignment = 64;
/** Bytes that may be read (never written) beyond an allocation: the last vector may overhang. */
const overhang = 64;
const pageBytes = 65_536;
const pagesOf = (bytes: number): number => Math.ceil(bytes / pageBytes);
/** The memory grows by at least this. */
const growthBytes = 16 * 2 ** 20;

interface FreeBlock {
  readonly at: number;
  readonly bytes: number;
}

export class Allocator {
  /** Free blocks below `end`, by address. */
  private readonly free: FreeBlock[] = [];
  private readonly taken = new Map<number, number>();
  /** Everything from here on is free. */
  private end: number;
  private used = 0;
  private peak = 0;

  /**
   * `begin`: the first address that may be allocated. `grown` is called after the memory has grown.
   */
  constructor(
    private readonly memory: WebAssembly.Memory,
    begin: number,
    private readonly grown: () => void = () => undefined,
  ) {
    this.end = Math.ceil(begin / alignment) * alignment;
    this.reach(this.end);
  }

  /** Bytes in use, the most that were in use at one time, and the size of the memory. */
  get bytes(): { readonly used: number; readonly peak: number; readonly reserved: number } {
    return { used: this.used, peak: this.peak, reserved: this.memory.buffer.byteLength };
  }

  /**
   * Allocates `size` bytes, ≥ 0, of undefined contents and returns their address. Throws a
   * RangeError if the memory cannot grow.
   */
  take(size: number): number {
    const bytes = Math.ceil((size + overhang) / alignment) * alignment;
    const at = this.fromFree(bytes) ?? this.fromEnd(bytes);
    this.taken.set(at, bytes);
    this.used += bytes;
    this.peak = Math.max(this.peak, this.used);
    return at;
  }

  /** Frees an address. Throws an Error if nothing is allocated there. */
  give(at: number): void {
    const bytes = this.taken.get(at);
    if (bytes === undefined) throw new Error(`Nothing is allocated at ${at}`);
    this.taken.delete(at);
    this.used -= bytes;
    const next = this.free.findIndex((block) => block.at > at);
    const index = next < 0 ? this.free.length : next;
    const before = this.free[index - 1];
    const after = this.free[index];
    const joinsBefore = before !== undefined && before.at + before.bytes === at;
    const joinsAfter = after !== undefined && at + bytes === after.at;
    const from = joinsBefore ? before.at : at;
    const to = joinsAfter ? after.at + after.bytes : at + bytes;
    const block = { at: from, bytes: to - from };
    this.free.splice(index - Number(joinsBefore), Number(joinsBefore) + Number(joinsAfter), block);
  }

  private fromFree(bytes: number): number | null {
    let best = -1;
    let smallest = Number.POSITIVE_INFINITY;
    for (const [index, block] of this.free.entries()) {
      if (block.bytes < bytes || block.bytes >= smallest) continue;
      best = index;
      smallest = block.bytes;
    }
    const block = this.free[best];
    if (!block) return null;
    const rest = { at: block.at + bytes, bytes: block.bytes - bytes };
    this.free.splice(best, 1, ...(rest.bytes > 0 ? [rest] : []));
    return block.at;
  }

  private fromEnd(bytes: number): number {
    const last = this.free.at(-1);
    const at = last && last.at + last.bytes === this.end ? last.at : this.end;
    this.reach(at + bytes);
    if (last && at === last.at) this.free.pop();
    this.end = at + bytes;
    return at;
  }

  /** Grows the memory so that it reaches an address. */
  private reach(to: number): void {
    const missing = to - this.memory.buffer.byteLength;
    if (missing <= 0) return;
    try {
      this.memory.grow(pagesOf(Math.max(missing, growthBytes)));
    } catch {
      // The wanted growth may be more than is left.
      this.growExactly(pagesOf(missing), to);
    }
    this.grown();
  }

  private growExactly(pages: number, to: number): void {
    try {
      this.memory.grow(pages);
    } catch {
      throw new RangeError(
        `The CPU engine’s memory cannot grow to ${to} bytes; it has ${this.memory.buffer.byteLength}, of which ${this.used} are in use`,
      );
    }
  }
}
