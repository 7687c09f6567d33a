/** The name that a person gives a run, in a small file beside its snapshots: to lose it loses no run. */
import { mostNameLength } from '../experiment/schema';
import { withFile, type Files } from './files';

/** UTF-8 takes at most three bytes for each of JavaScript's characters. */
const mostBytes = 3 * mostNameLength;

export const nameFile = (id: string): string => `${id}.name`;

/** What turns the direction of text, or is not seen at all. */
const hidden = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** What shows nothing by itself: fillers, selectors, joiners, the empty Braille cell. */
const unseen = /[\p{Default_Ignorable_Code_Point}\u2800\s]/gu;

/** One line of at most 200 characters, without hidden marks and halves of characters; '' where nothing of it could be seen. */
export function cleanName(name: string): string {
  const clean = name.slice(0, 4 * mostNameLength).normalize('NFC').replaceAll(/[\p{Cc}\s]+/gu, ' ').replaceAll(hidden, '').trim()
    .slice(0, mostNameLength).replaceAll(/\p{Cs}/gu, '').trim(); // prettier-ignore
  return clean.replaceAll(unseen, '') === '' ? '' : clean;
}

/** The name as one line; where another run has it, with the first number from 2 on that makes it another: `name (2)`. */
export function distinctName(name: string, taken: readonly string[]): string {
  const clean = cleanName(name);
  let distinct = clean;
  for (let n = 2; distinct !== '' && taken.includes(distinct); n++) {
    const ending = ` (${n})`;
    distinct = clean.slice(0, mostNameLength - ending.length).trimEnd() + ending;
  }
  return distinct;
}

/** '' where there is none. */
export const readName = (files: Files, id: string): Promise<string> =>
  withFile(files, nameFile(id), async (file) => cleanName(new TextDecoder().decode(file.read(0, mostBytes))));

export const writeName = (files: Files, id: string, name: string): Promise<void> =>
  withFile(files, nameFile(id), async (file) => {
    const bytes = new TextEncoder().encode(cleanName(name));
    file.write(bytes, 0);
    file.truncate(bytes.length);
    file.flush();
  });
