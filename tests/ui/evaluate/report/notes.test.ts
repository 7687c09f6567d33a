/**
 * A student's notes outlive a reload; what the browser refuses or something else wrote loses
 * nothing that is on the page.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { keepNotes, maxNoteLength, notesOf } from '../../../../src/ui/evaluate/report/notes';

/** A browser's storage with a limit, in memory. */
class Memory implements Storage {
  private readonly kept = new Map<string, string>();
  limit = Number.POSITIVE_INFINITY;
  get length(): number {
    return this.kept.size;
  }
  clear = (): void => this.kept.clear();
  key = (): null => null;
  removeItem = (key: string): void => void this.kept.delete(key);
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem(key: string, value: string): void {
    if (value.length > this.limit) throw new DOMException('full', 'QuotaExceededError');
    this.kept.set(key, value);
  }
}

let storage: Memory;
beforeEach(() => {
  storage = new Memory();
});

describe('notes', () => {
  it('come back for their run, and for no other', () => {
    expect(keepNotes(storage, 'a', { training: 'falls' })).toBe(true);
    keepNotes(storage, 'b', { training: 'rises' });
    expect(notesOf(storage, 'a')).toEqual({ training: 'falls' });
    expect(notesOf(storage, 'c')).toEqual({});
  });

  it('that were written before the first run go with it, once', () => {
    keepNotes(storage, '', { experiment: 'what for' });
    expect(notesOf(storage, 'first')).toEqual({ experiment: 'what for' });
    keepNotes(storage, 'first', { experiment: 'what for', training: 'falls' });
    expect(notesOf(storage, 'second')).toEqual({});
  });

  it('are kept for twenty runs, those that were written to last', () => {
    for (let run = 0; run < 25; run++) keepNotes(storage, `run ${run}`, { device: String(run) });
    expect(notesOf(storage, 'run 4')).toEqual({});
    expect(notesOf(storage, 'run 5')).toEqual({ device: '5' });
  });

  it('are told to be lost where the browser does not keep them', () => {
    storage.limit = 10;
    expect(keepNotes(storage, 'a', { training: 'falls' })).toBe(false);
    expect(keepNotes(null, 'a', {})).toBe(false);
    expect(notesOf(null, 'a')).toEqual({});
  });

  it.each(['{', '7', '[1]', '[["a", null]]', '[["a", {"training": 5, "other": "x"}]]'])(
    'survive what something else wrote: %s',
    (text) => {
      storage.setItem('alexnet-lab:notes', text);
      expect(notesOf(storage, 'a')).toEqual({});
      expect(keepNotes(storage, 'a', { training: 'falls' })).toBe(true);
    },
  );

  it('are cut where they are longer than a note can be', () => {
    keepNotes(storage, 'a', { training: 'x'.repeat(maxNoteLength + 5) });
    expect(notesOf(storage, 'a').training).toHaveLength(maxNoteLength);
  });
});
