/** Numbers as CSV. */
import { describe, expect, it } from 'vitest';
import { toCsv } from '../../src/lib/csv';

describe('toCsv', () => {
  it('ends each line with CRLF and keeps all digits', () => {
    expect(
      toCsv(
        ['epoch', 'loss'],
        [
          [1, 1.972533106803894],
          [2, null],
        ],
      ),
    ).toBe('epoch,loss\r\n1,1.972533106803894\r\n2,\r\n');
  });

  it('begins with a byte order mark where it is not ASCII alone', () => {
    expect(toCsv(['실제'], [['고양이']])).toBe('\uFEFF실제\r\n고양이\r\n');
  });

  it('quotes what would break a line apart', () => {
    expect(toCsv(['a,b', 'say "hi"'], [['two\nlines', 'plain']])).toBe(
      '"a,b","say ""hi"""\r\n"two\nlines",plain\r\n',
    );
  });
});
