import { expect, it } from 'vitest';
import { err, messageOf, never, ok, type Result } from '../../src/lib/result';

const half = (n: number): Result<number, string> => (n % 2 === 0 ? ok(n / 2) : err(`${n} is odd`));

it('carries a value or a reason', () => {
  expect(half(4)).toEqual({ ok: true, value: 2 });
  expect(half(3)).toEqual({ ok: false, error: '3 is odd' });
});

it('never names the case that was forgotten', () => {
  expect(() => never('new' as never)).toThrow('Unhandled case: "new"');
});

it('reads the message of whatever was thrown', () => {
  expect(messageOf(new TypeError('no'))).toBe('no');
  expect(messageOf('text')).toBe('text');
  expect(messageOf(undefined)).toBe('undefined');
});
