/**
 * The name that the user gives a run, in a small file next to its snapshots: losing it loses no
 * run.
 */
import { maxNameLength } from '../experiment/schema';
import { withFile, type Files } from './files';

/** UTF-8 takes at most three bytes for each of JavaScript's characters. */
const maxBytes = 3 * maxNameLength;

export const nameFile = (id: string): string => `${id}.name`;

/** Characters that change the direction of text, or are invisible. */
const hidden = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Characters that show nothing by themselves: fillers, selectors, joiners, the empty Braille cell.
 */
const unseen = /[\p{Default_Ignorable_Code_Point}\u2800\s]/gu;

/**
 * The name as one line of at most 200 characters, without hidden marks or halves of characters; ''
 * if nothing of it would be visible.
 */
export function cleanName(name: string): string {
  const clean = name
    .slice(0, 4 * maxNameLength)
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll(hidden, '')
    .trim()
    .slice(0, maxNameLength)
    .replaceAll(/\p{Cs}/gu, '')
    .trim();
  return clean.replaceAll(unseen, '') === '' ? '' : clean;
}

/**
 * The name as one line; if another run already has it, the first free number from 2 on is appended:
 * `name (2)`.
 */
export function distinctName(name: string, taken: readonly string[]): string {
  const clean = cleanName(name);
  let distinct = clean;
  for (let n = 2; distinct !== '' && taken.includes(distinct); n++) {
    const ending = ` (${n})`;
    distinct = clean.slice(0, maxNameLength - ending.length).trimEnd() + ending;
  }
  return distinct;
}

/** The run's name, '' if it has none. */
export const readName = (files: Files, id: string): Promise<string> =>
  withFile(files, nameFile(id), async (file) => cleanName(new TextDecoder().decode(file.read(0, maxBytes))));

export const writeName = (files: Files, id: string, name: string): Promise<void> =>
  withFile(files, nameFile(id), async (file) => {
    const bytes = new TextEncoder().encode(cleanName(name));
    file.write(bytes, 0);
    file.truncate(bytes.length);
    file.flush();
  });
