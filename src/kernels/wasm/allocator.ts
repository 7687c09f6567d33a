/**
 * Places for tensors in one WebAssembly memory: best fit, free neighbours joined. The memory grows as
 * needed and never shrinks; ending its worker gives it back. Pure but for the memory.
 */

/** Addresses are multiples of this: a line of the cache. */
const alignment = 64;
/** Bytes that may be read (never written) beyond a place: the last vector may overhang. */
const overhang = 64;
const pageBytes = 65_536;
const pagesOf = (bytes: number): number => Math.ceil(bytes / pageBytes);
/** The memory grows by at least this. */
const growthBytes = 16 * 2 ** 20;

interface Place {
  readonly at: number;
  readonly bytes: number;
}

export class Allocator {
  /** Free places below `end`, by address. */
  private readonly free: Place[] = [];
  private readonly taken = new Map<number, number>();
  /** All beyond is free. */
  private end: number;
  private used = 0;
  private peak = 0;

  /** `begin`: the first address that may be given out. `grown` is called after the memory has grown. */
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

  /** The address of `size` bytes, ≥ 0, of undefined contents. Throws a RangeError where the memory cannot grow. */
  take(size: number): number {
    const bytes = Math.ceil((size + overhang) / alignment) * alignment;
    const at = this.fromFree(bytes) ?? this.fromEnd(bytes);
    this.taken.set(at, bytes);
    this.used += bytes;
    this.peak = Math.max(this.peak, this.used);
    return at;
  }

  /** Gives an address back. Throws an Error where none was taken. */
  give(at: number): void {
    const bytes = this.taken.get(at);
    if (bytes === undefined) throw new Error(`Nothing is allocated at ${at}`);
    this.taken.delete(at);
    this.used -= bytes;
    const next = this.free.findIndex((place) => place.at > at);
    const index = next < 0 ? this.free.length : next;
    const [before, after] = [this.free[index - 1], this.free[index]];
    const joinsBefore = before !== undefined && before.at + before.bytes === at;
    const joinsAfter = after !== undefined && at + bytes === after.at;
    const from = joinsBefore ? before.at : at;
    const to = joinsAfter ? after.at + after.bytes : at + bytes;
    const place = { at: from, bytes: to - from };
    this.free.splice(index - Number(joinsBefore), Number(joinsBefore) + Number(joinsAfter), place);
  }

  private fromFree(bytes: number): number | null {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, place] of this.free.entries()) {
      if (place.bytes < bytes || place.bytes >= least) continue;
      best = index;
      least = place.bytes;
    }
    const place = this.free[best];
    if (!place) return null;
    const rest = { at: place.at + bytes, bytes: place.bytes - bytes };
    this.free.splice(best, 1, ...(rest.bytes > 0 ? [rest] : []));
    return place.at;
  }

  private fromEnd(bytes: number): number {
    const last = this.free.at(-1);
    const at = last && last.at + last.bytes === this.end ? last.at : this.end;
    this.reach(at + bytes);
    if (last && at === last.at) this.free.pop();
    this.end = at + bytes;
    return at;
  }

  /** Grows the memory up to an address. */
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
