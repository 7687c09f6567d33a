/** The name that a person gives a run, in a small file beside its snapshots: to lose it loses no run. */
import { mostNameLength } from '../experiment/schema';
import { withFile, type Files } from './files';

/** UTF-8 takes at most three bytes for each of JavaScript's characters. */
const mostBytes = 3 * mostNameLength;

export const nameFile = (id: string): string => `${id}.name`;

/** What turns the direction of text, or is not seen at all. */
const hidden = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** One line of at most 200 characters, without hidden marks and halves of characters. */
export const cleanName = (name: string): string =>
  name.slice(0, 4 * mostNameLength).normalize('NFC').replaceAll(/[\p{Cc}\s]+/gu, ' ').replaceAll(hidden, '').trim()
    .slice(0, mostNameLength).replaceAll(/\p{Cs}/gu, '').trim(); // prettier-ignore

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
