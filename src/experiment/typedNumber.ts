/** Numbers as people type them, in a field or in a link. Pure. */
import { err, ok, type Result } from '../lib/result';

/**
 * Plain decimals, optionally with an exponent; no field takes a sign. `Number` would also read
 * blanks, 0x10 and −0. A digit can match in only one way, so the time is linear in the length of a
 * text, even of half a million characters.
 */
const decimal = /^(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/i;
/** 40,000 and 1,234.5: these have only one reading in English and Korean. */
const commasInThousands = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;
/** 40.000: forty, or forty thousand where people write decimals as 0,001. */
const pointsInThousands = /^[1-9]\d{0,2}(?:\.\d{3})+$/;
/** 0,001 and 1,5: such groups cannot be thousands. */
const commaForPoint = /^\d*,\d+(?:e[+-]?\d+)?$/i;

/**
 * The number that a text means in English and in Korean; full-width digits and blanks between
 * digits are allowed. If it is ambiguous or no number, the error is the character at fault; '' for
 * an empty text.
 */
export function typedNumber(text: string): Result<number, string> {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '');
  if (commasInThousands.test(plain)) return ok(Number(plain.replaceAll(',', '')));
  if (pointsInThousands.test(plain)) return err('.');
  const pointed = commaForPoint.test(plain) ? plain.replace(',', '.') : plain;
  if (decimal.test(pointed)) return ok(Number(pointed));
  return err(/[^\d.]/u.exec(plain)?.[0] ?? (plain === '' ? '' : '.'));
}
