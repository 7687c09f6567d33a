/**
 * What a teacher's link says beside the experiment: where the page opens, which fields are locked, which parts are left out, and a
 * text for each place. A help for a class, no security measure: whoever can read the address can change it. Pure.
 */
import { z } from 'zod';
import type { UrlProblem } from './problem';
import { experimentKeys, type ExperimentKey } from './schema';

/** The five places of the page, in the order of the work. */
export const placeIds = ['data', 'model', 'train', 'evaluate', 'explore'] as const;
export type PlaceId = (typeof placeIds)[number];

/** Parts of the page that a link can leave out: none that a run, its result or an error message needs. */
export const partIds = ['presets', 'preflight', 'runs', 'code', 'download', 'speed'] as const;
export type PartId = (typeof partIds)[number];

/** The groups of the form, as one word in `lock`. */
export const fieldGroups = {
  network: ['model', 'input', 'dropout', 'norm', 'convs'],
  learning: ['optimizer', 'lr', 'momentum', 'schedule', 'stepEvery', 'stepFactor', 'batch', 'epochs'],
  images: ['train', 'val', 'test', 'flip', 'shift', 'scale', 'labels', 'leak'],
  run: ['earlyStopping', 'reduceLr', 'seed'],
} as const satisfies Record<string, readonly ExperimentKey[]>;
export type FieldGroup = keyof typeof fieldGroups;

/** Characters (UTF-16) of a text. */
export const mostTextLength = 600;
/** Of a refused value that is shown. */
const mostShown = 80;

export interface Lesson {
  /** Where the page opens; null: at its top. */
  readonly place: PlaceId | null;
  /** Fields that the form does not change, in the schema's order, each once. */
  readonly lock: readonly ExperimentKey[];
  /** In the order of `partIds`, each once. */
  readonly hide: readonly PartId[];
  /** The teacher's plain text of a place; never empty. */
  readonly say: Readonly<Partial<Record<PlaceId, string>>>;
}

/** The lesson of an address without any. */
export const noLesson: Lesson = { place: null, lock: [], hide: [], say: {} };

/** A text as it is kept and shown: lines end in \n, other control characters are blanks, no blanks around it. */
export const cleanText = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    // oxlint-disable-next-line no-control-regex -- they are what is taken out
    .replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ')
    .trim();

const placeField = z.enum(placeIds);
const sayPrefix = 'say.';
/** A parameter's place, if it is a text's. */
const placeOf = (key: string): PlaceId | undefined =>
  placeIds.find((place) => key === `${sayPrefix}${place}`);

/** Whether a parameter is read by `readLesson`. */
export const isLessonKey = (key: string): boolean =>
  key === 'place' || key === 'lock' || key === 'hide' || placeOf(key) !== undefined;

/** A text of the address as far as it is repeated on the page. */
export const shown = (text: string): string =>
  text.length > mostShown ? `${text.slice(0, mostShown).toWellFormed()}…` : text;

/** The items of a comma list; those that are none of `known` become one problem. */
function readList<T extends string>(
  key: string,
  value: string,
  known: readonly T[],
  problems: UrlProblem[],
): ReadonlySet<T> {
  const items = new Set(value.split(',').map((item) => item.trim()));
  items.delete('');
  const good = known.filter((id) => items.has(id));
  for (const id of good) items.delete(id);
  if (items.size > 0)
    problems.push({
      key,
      value: shown([...items].join(',')),
      reason: 'dropped',
      allowed: known.join(' | '),
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
 * Reads the lesson's parameters among `given`. Never throws: what is not possible is named in `problems` and left out, and the rest
 * is taken. An empty list or text says nothing.
 */
export function readLesson(given: Iterable<readonly [string, string]>, problems: UrlProblem[]): Lesson {
  let lesson = noLesson;
  for (const [key, value] of given) {
    const place = placeOf(key);
    if (place) {
      const text = cleanText(value);
      if (text.length > mostTextLength)
        problems.push({
          key,
          value: String(text.length),
          reason: 'tooLong',
          allowed: `≤ ${mostTextLength}`,
        });
      else if (text !== '') lesson = { ...lesson, say: { ...lesson.say, [place]: text } };
    } else if (key === 'lock') lesson = { ...lesson, lock: readLock(value, problems) };
    else if (key === 'hide') {
      const hidden = readList(key, value, partIds, problems);
      lesson = { ...lesson, hide: partIds.filter((part) => hidden.has(part)) };
    } else if (key === 'place') {
      const read = placeField.safeParse(value);
      if (read.success) lesson = { ...lesson, place: read.data };
      else problems.push({ key, value: shown(value), reason: 'dropped', allowed: placeIds.join(' | ') });
    }
  }
  return lesson;
}

/** The shortest list that locks these fields: `all`, whole groups, then single fields. */
function lockList(lock: readonly ExperimentKey[]): string[] {
  if (lock.length === experimentKeys.length) return ['all'];
  const whole = groupIds.filter((group) => fieldGroups[group].every((field) => lock.includes(field)));
  const covered = new Set<string>(whole.flatMap((group) => [...fieldGroups[group]]));
  return [...whole, ...lock.filter((field) => !covered.has(field))];
}

/** Writes what gives this lesson back into `query`; what says nothing is left out. */
export function writeLesson({ place, lock, hide, say }: Lesson, query: URLSearchParams): void {
  if (place) query.set('place', place);
  if (lock.length > 0) query.set('lock', lockList(lock).join(','));
  if (hide.length > 0) query.set('hide', hide.join(','));
  for (const id of placeIds) if (say[id] !== undefined) query.set(`${sayPrefix}${id}`, say[id]);
}
