/**
 * What a teacher's link says besides the experiment: where the page opens, which fields are locked,
 * which parts are hidden, and a text for each section. It helps a class and is no security measure:
 * whoever can read the address can change it. Pure.
 */
import { z } from 'zod';
import { experimentKeys, fieldGroups, type ExperimentKey, type FieldGroup } from './schema';

/** The five sections of the page, in the order of the work. */
export const sectionIds = ['data', 'model', 'train', 'evaluate', 'explore'] as const;
export type SectionId = (typeof sectionIds)[number];

/**
 * Parts of the page that a link can hide: none that a run, its result or an error message needs.
 */
export const partIds = ['presets', 'preflight', 'runs', 'code', 'download', 'speed'] as const;
export type PartId = (typeof partIds)[number];

/** Longest text, in characters (UTF-16). */
export const maxTextLength = 600;
/** How many characters of a refused value are shown. */
const maxShown = 80;

export interface Classroom {
  /** Where the page opens; null: at its top. */
  readonly section: SectionId | null;
  /** Fields that cannot be changed in the form, in the schema's order, each once. */
  readonly lock: readonly ExperimentKey[];
  /** Hidden parts, in the order of `partIds`, each once. */
  readonly hide: readonly PartId[];
  /** The teacher's plain text for a section; never empty. */
  readonly say: Readonly<Partial<Record<SectionId, string>>>;
}

/** The classroom settings of an address without any. */
export const noClassroom: Classroom = { section: null, lock: [], hide: [], say: {} };

/**
 * A text as it is stored and shown: lines end in a line feed, other control characters become
 * blanks, and surrounding blanks are removed.
 */
export const cleanText = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    // oxlint-disable-next-line no-control-regex -- they are what is taken out
    .replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ')
    .trim();

const sectionField = z.enum(sectionIds);
const sayPrefix = 'say.';
/** The section of a parameter that holds a text; undefined for other parameters. */
const sectionOf = (key: string): SectionId | undefined =>
  sectionIds.find((section) => key === `${sayPrefix}${section}`);

/** Whether a parameter is read by `readClassroom`. */
export const isClassroomKey = (key: string): boolean =>
  key === 'place' || key === 'lock' || key === 'hide' || sectionOf(key) !== undefined;

/** A text from the address, shortened for showing it on the page. */
export const shown = (text: string): string =>
  text.length > maxShown ? `${text.slice(0, maxShown).toWellFormed()}…` : text;

/** The items of a comma-separated list; those not in `allowed` are reported as one problem. */
function readList<T extends string>(
  key: string,
  value: string,
  allowed: readonly T[],
  problems: UrlProblem[],
): ReadonlySet<T> {
  const items = new Set(value.split(',').map((item) => item.trim()));
  items.delete('');
  const good = allowed.filter((id) => items.has(id));
  for (const id of good) items.delete(id);
  if (items.size > 0)
    problems.push({
      key,
      value: shown([...items].join(',')),
      reason: 'dropped',
      allowed: allowed.join(' | '),
    });
  return new Set(good);
}

const groupIds = Object.keys(fieldGroups) as FieldGroup[];

function readLock(value: string, problems: UrlProblem[]): ExperimentKey[] {
  const items = readList('lock', value, ['all', ...groupIds, ...experimentKeys], problems);
  const grouped = groupIds.filter((group) => items.has(group)).flatMap((group) => [...fieldGroups[group]]);
  const locked = new Set<string>([...items, ...grouped]);
  return experimentKeys.filter((field) => items.has('all') || locked.has(field));
}

/**
 * Reads the classroom settings from `parameters`. Never throws: what is not valid is named in
 * `problems` and left out, and the rest is used. An empty list or text counts as absent.
 */
export function readClassroom(
  parameters: Iterable<readonly [string, string]>,
  problems: UrlProblem[],
): Classroom {
  let classroom = noClassroom;
  for (const [key, value] of parameters) {
    const section = sectionOf(key);
    if (section) {
      const text = cleanText(value);
      if (text.length > maxTextLength)
        problems.push({
          key,
          value: String(text.length),
          reason: 'tooLong',
          allowed: `≤ ${maxTextLength}`,
        });
      else if (text !== '') classroom = { ...classroom, say: { ...classroom.say, [section]: text } };
    } else if (key === 'lock') classroom = { ...classroom, lock: readLock(value, problems) };
    else if (key === 'hide') {
      const hidden = readList(key, value, partIds, problems);
      classroom = { ...classroom, hide: partIds.filter((part) => hidden.has(part)) };
    } else if (key === 'place') {
      const read = sectionField.safeParse(value);
      if (read.success) classroom = { ...classroom, section: read.data };
      else problems.push({ key, value: shown(value), reason: 'dropped', allowed: sectionIds.join(' | ') });
    }
  }
  return classroom;
}

/** The shortest list that locks these fields: `all`, whole groups, then single fields. */
function lockList(lock: readonly ExperimentKey[]): string[] {
  if (lock.length === experimentKeys.length) return ['all'];
  const whole = groupIds.filter((group) => fieldGroups[group].every((field) => lock.includes(field)));
  const covered = new Set<string>(whole.flatMap((group) => [...fieldGroups[group]]));
  return [...whole, ...lock.filter((field) => !covered.has(field))];
}

/** Writes these settings into `query` so that reading gives them back; empty ones are left out. */
export function writeClassroom({ section, lock, hide, say }: Classroom, query: URLSearchParams): void {
  if (section) query.set('place', section);
  if (lock.length > 0) query.set('lock', lockList(lock).join(','));
  if (hide.length > 0) query.set('hide', hide.join(','));
  for (const id of sectionIds) if (say[id] !== undefined) query.set(`${sayPrefix}${id}`, say[id]);
}

/** A parameter, or a part of one, that was refused. `allowed` is a range or a list of values. */
export interface UrlProblem {
  readonly key: string;
  readonly value: string;
  /**
   * `dropped`: these items of a list were left out. `tooLong`: the text was left out; `value` is
   * its length in characters. `more`: `value` further problems are not reported one by one.
   */
  readonly reason: 'unknown' | 'invalid' | 'conflict' | 'dropped' | 'tooLong' | 'more';
  readonly allowed: string;
}
