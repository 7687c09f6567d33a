import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { Allocator } from '../../../src/kernels/wasm/allocator';

const pageBytes = 65_536;
const memoryOf = (maximum: number): WebAssembly.Memory => new WebAssembly.Memory({ initial: 1, maximum });

interface Place {
  readonly at: number;
  readonly size: number;
}

/** Takes and gives places as `steps` say: a size to take, or which of those taken to give back. */
function follow(
  allocator: Allocator,
  steps: readonly (number | { give: number })[],
  seen: (taken: Place[]) => void,
): Place[] {
  const taken: Place[] = [];
  for (const step of steps) {
    if (typeof step === 'number') taken.push({ at: allocator.take(step), size: step });
    else if (taken.length > 0) {
      const [place] = taken.splice(step.give % taken.length, 1);
      if (place) allocator.give(place.at);
    }
    seen(taken);
  }
  return taken;
}

describe('the allocator', () => {
  const begin = 1_000;
  const steps = fc.array(fc.oneof(fc.integer({ min: 0, max: 9_000 }), fc.record({ give: fc.nat() })), {
    maxLength: 80,
  });

  it('never lets places overlap, each with 64 bytes that may be read beyond', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const memory = memoryOf(40);
        follow(new Allocator(memory, begin), some, (taken) => {
          const sorted = taken.toSorted((a, b) => a.at - b.at);
          for (const [i, { at, size }] of sorted.entries()) {
            expect(at % 64).toBe(0);
            expect(at).toBeGreaterThanOrEqual(begin);
            expect(at + size + 64).toBeLessThanOrEqual(sorted[i + 1]?.at ?? memory.buffer.byteLength);
          }
        });
      }),
    );
  });

  it('joins all that is given back to one place', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const allocator = new Allocator(memoryOf(40), begin);
        for (const { at } of follow(allocator, some, () => undefined)) allocator.give(at);
        expect(allocator.bytes.used).toBe(0);
        // One place, at the beginning, as large as all that was ever in use at one time.
        const { peak } = allocator.bytes;
        expect(allocator.take(Math.max(peak - 64, 0))).toBe(1_024);
        expect(allocator.bytes.reserved).toBeLessThanOrEqual(40 * pageBytes);
      }),
    );
  });

  it('takes the smallest place that is large enough', () => {
    const allocator = new Allocator(memoryOf(40), begin);
    const places = [5_000, 64, 1_000, 64].map((size) => allocator.take(size));
    allocator.give(places[0] ?? 0);
    allocator.give(places[2] ?? 0);
    expect(allocator.take(900)).toBe(places[2]);
    expect(allocator.take(900)).toBe(places[0]);
  });

  it('counts what is in use, and the most that was', () => {
    const allocator = new Allocator(memoryOf(40), begin);
    const at = allocator.take(64);
    allocator.take(1);
    allocator.give(at);
    expect(allocator.bytes).toMatchObject({ used: 128, peak: 256 });
  });

  it('grows the memory, tells it, and keeps what is there', () => {
    const memory = memoryOf(40);
    let grown = 0;
    const allocator = new Allocator(memory, begin, () => grown++);
    new Uint8Array(memory.buffer)[allocator.take(10)] = 7;
    expect(grown).toBe(0);
    const at = allocator.take(20 * pageBytes);
    expect(grown).toBe(1);
    expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(at + 20 * pageBytes + 64);
    expect(new Uint8Array(memory.buffer)[1_024]).toBe(7);
  });

  it('throws a RangeError where the memory cannot grow, and goes on with what there is', () => {
    const allocator = new Allocator(memoryOf(4), begin);
    allocator.take(2 * pageBytes);
    expect(() => allocator.take(2 * pageBytes)).toThrow(RangeError);
    expect(() => allocator.take(2 * pageBytes)).toThrow(
      /cannot grow to \d+ bytes; it has \d+, of which \d+ are in use/,
    );
    const { used } = allocator.bytes;
    allocator.give(allocator.take(pageBytes));
    expect(allocator.bytes.used).toBe(used);
  });

  it('refuses to give back what was not taken, or twice', () => {
    const allocator = new Allocator(memoryOf(4), begin);
    const at = allocator.take(10);
    allocator.give(at);
    expect(() => allocator.give(at)).toThrow('Nothing is allocated');
    expect(() => allocator.give(64)).toThrow('Nothing is allocated');
  });
});
