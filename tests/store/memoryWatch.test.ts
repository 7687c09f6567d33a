import { describe, expect, it } from 'vitest';
import { freshWatch, watchMemory, type MemoryWatch } from '../../src/store/memoryWatch';

/** Reports of tensors, 1 000 bytes each unless told; `epoch`: each is the end of one. */
function watched(
  tensors: readonly number[],
  bytes = tensors.map((n) => n * 1_000),
  ends = false,
): MemoryWatch {
  let watch = freshWatch;
  tensors.forEach((n, i) => {
    watch = watchMemory(watch, { tensors: n, bytes: bytes[i] ?? 0 }, ends ? i + 2 : null);
  });
  return watch;
}

describe('the watch over memory', () => {
  it('tells a climb over twelve reports, and not over eleven', () => {
    const rising = Array.from({ length: 13 }, (_, i) => 300 + 2 * i);
    expect(watched(rising.slice(1)).climb).toBeNull();
    expect(watched(rising).climb).toEqual({
      quantity: 'tensors',
      from: 300,
      to: 324,
      over: 12,
      unit: 'reports',
    });
  });

  it('tells a climb over three ends of epochs, between which it lies still', () => {
    expect(watched([312, 368, 424], undefined, true).climb).toBeNull();
    expect(watched([312, 368, 424, 480], undefined, true).climb).toEqual({
      quantity: 'tensors',
      from: 312,
      to: 480,
      over: 3,
      unit: 'epochs',
    });
  });

  it('is silent where it goes up and down, or once up; and about a few bytes', () => {
    expect(watched(Array.from({ length: 400 }, (_, i) => 300 + (i % 11))).climb).toBeNull();
    expect(watched([...Array<number>(50).fill(300), ...Array<number>(50).fill(360)]).climb).toBeNull();
    const flat = Array<number>(20).fill(300);
    expect(
      watched(
        flat,
        flat.map((_, i) => 1e6 + i * 100),
      ).climb,
    ).toBeNull();
    expect(
      watched(
        flat,
        flat.map((_, i) => 1e6 + i * 1e4),
      ).climb,
    ).toMatchObject({ quantity: 'bytes', from: 1e6 });
  });

  it('keeps the last climb that it saw, with its newest numbers, and is as small after any number of reports', () => {
    const watch = watched(Array.from({ length: 5_000 }, (_, i) => i));
    expect(watch.climb).toMatchObject({ from: 0, to: 4_999, over: 4_999 });
    expect(JSON.stringify(watch).length).toBeLessThan(500);
    expect(watchMemory(watch, { tensors: 5, bytes: 5 }, null).climb).toEqual(watch.climb);
  });
});
