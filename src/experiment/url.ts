/** The experiment in the page's address: reading with every bad value named, and writing the shortest query. */
import { z } from 'zod';
import { isLessonKey, noLesson, readLesson, shown, writeLesson, type Lesson } from './lesson';
import type { UrlProblem } from './problem';
import { backendIds, defaultExperiment, experimentFields, experimentKeys, experimentSchema } from './schema';
import type { Experiment, ExperimentKey } from './schema';
import { typedNumber } from './typedNumber';

/** What the address says that does not change a run's numbers on a given adapter. */
export interface Settings {
  /** Forces one backend; `auto` tries WebGPU, WebGL, CPU. */
  readonly backend: 'auto' | (typeof backendIds)[number];
  /** `stock` trains with tfjs's own kernels alone; `auto` takes the lab's where they pass their test. WebGPU only. */
  readonly kernels: 'auto' | 'stock';
  /** `auto` follows the browser. */
  readonly lang: 'auto' | 'en' | 'ko';
}

export type { UrlProblem } from './problem';

export interface ParsedUrl {
  readonly experiment: Experiment;
  readonly settings: Settings;
  readonly lesson: Lesson;
  readonly problems: readonly UrlProblem[];
}

const settingFields = {
  backend: z.enum(['auto', ...backendIds]),
  kernels: z.enum(['auto', 'stock']),
  lang: z.enum(['auto', 'en', 'ko']),
} as const;

/** The settings of an address without any. */
export const defaultSettings: Settings = { backend: 'auto', kernels: 'auto', lang: 'auto' };

/** Parameters that older links or other tools may add and that mean nothing here. */
const ignored = /^(utm_|fbclid$|gclid$)/;

/** Problems that are told one by one. */
const mostTold = 50;

/** Characters of a value that is looked at more than once. */
const mostRead = 100;

/** What programs that find an address in a text take for a part of it. */
const trailing = /[\s)\]}>.,;:!?*"'’”」』。]+$/u;

const known = [...experimentKeys, ...Object.keys(settingFields)].join('|');
/** Where an `&` that was encoded once too often stands before a parameter. */
const glued = new RegExp(`&(?:amp;)*(?=(?:${known})=)`);
/** The same of the `=` behind one. */
const encoded = new RegExp(`^(?:${known})=`);

/**
 * The parameters of an address, mended where mail and chat break them: `&amp;` for `&`, `&` or the whole query encoded once too often.
 * A teacher's text may hold all of that, and stays as it is.
 */
function pairsOf(search: string, depth = 0): (readonly [key: string, value: string])[] {
  return [...new URLSearchParams(search)].flatMap(([given, value]) => {
    const key = given.replace(/^(?:amp;)+/, '');
    if (depth === 3 || isLessonKey(key)) return [[key, value] as const];
    if (value === '' && encoded.test(key)) return pairsOf(key, depth + 1);
    const [own = '', ...more] = value.split(glued);
    return [[key, own] as const, ...pairsOf(more.join('&'), depth + 1)];
  });
}

function coerce(text: string, fallback: unknown): unknown {
  if (typeof fallback === 'number') {
    const typed = typedNumber(text);
    return typed.ok ? typed.value : text;
  }
  if (typeof fallback === 'boolean')
    return text === '1' || text === 'true' ? true : text === '0' || text === 'false' ? false : text;
  return text;
}

/** What a field accepts, in words that fit every language: `1 … 1000`, `sgd | momentum | adam`, `0 | 1`. */
export function allowedValues(field: z.ZodType): string {
  const json = z.toJSONSchema(field, { io: 'input' });
  if (json.enum) return json.enum.join(' | ');
  if (json.type === 'boolean') return '0 | 1';
  return `${json.minimum} … ${json.maximum}`;
}

/**
 * Reads `location.search`. Never throws: a bad or unknown parameter becomes a problem and its default is used; where two good
 * values exclude each other (train + val > 50 000, batch > train), the field that the rule names falls back until it fits.
 */
export function parseUrl(search: string): ParsedUrl {
  const problems: UrlProblem[] = [];
  const picked: Record<string, unknown> = {};
  const settings: { -readonly [K in keyof Settings]: Settings[K] } = { ...defaultSettings };
  // A parameter that is given twice counts as it was given last.
  const given = new Map(pairsOf(search));
  for (const [key, value] of given) {
    if (ignored.test(key) || isLessonKey(key)) continue;
    const field = Object.hasOwn(experimentFields, key) ? experimentFields[key as ExperimentKey] : undefined;
    const setting = Object.hasOwn(settingFields, key) ? settingFields[key as keyof Settings] : undefined;
    const target = field ?? setting;
    if (!target) {
      problems.push({ key: shown(key), value: shown(value), reason: 'unknown', allowed: '' });
      continue;
    }
    const parsed = readings(key, value)
      .map((text) => target.safeParse(field ? coerce(text, defaultExperiment[key as ExperimentKey]) : text))
      .find(({ success }) => success);
    if (!parsed?.success)
      problems.push({ key, value: shown(value), reason: 'invalid', allowed: allowedValues(target) });
    else if (field) picked[key] = parsed.data;
    else Object.assign(settings, { [key]: parsed.data });
  }
  const lesson = readLesson(given, problems);
  const experiment = settle(picked, problems);
  const untold = problems.length - mostTold;
  if (untold > 0)
    problems.splice(mostTold, untold, { key: '', value: String(untold), reason: 'more', allowed: '' });
  return { experiment, settings, lesson, problems };
}

/** What a value may stand for, the likeliest first: as it is, without what follows a link, in small letters, a language without its country. */
function readings(key: string, value: string): string[] {
  if (value.length > mostRead) return [value];
  const bare = value.replace(trailing, '');
  const small = bare.toLowerCase();
  return [value, bare, small, ...(key === 'lang' ? [small.replace(/[-_][a-z]{2}$/, '')] : [])];
}

/** Resolves rules between fields by shrinking to the largest value that fits; a default that had to shrink is named as well. */
function settle(picked: Record<string, unknown>, problems: UrlProblem[]): Experiment {
  const merged: Experiment = { ...defaultExperiment, ...picked };
  const val = Math.min(merged.val, Math.max(50_000 - merged.train, 1));
  const train = Math.min(merged.train, 50_000 - val);
  const batch = Math.min(merged.batch, train);
  const settled = { val, train, batch };
  for (const key of ['val', 'train', 'batch'] as const) {
    if (settled[key] !== merged[key]) {
      problems.push({ key, value: String(merged[key]), reason: 'conflict', allowed: `≤ ${settled[key]}` });
    }
  }
  return experimentSchema.parse({ ...merged, ...settled });
}

/** The shortest query that gives these back; defaults are left out, `?` included unless empty. */
export function toUrl(experiment: Experiment, settings: Settings, lesson = noLesson): string {
  const query = new URLSearchParams();
  for (const key of experimentKeys) {
    const value = experiment[key];
    if (value !== defaultExperiment[key])
      query.set(key, typeof value === 'boolean' ? String(Number(value)) : String(value));
  }
  for (const key of Object.keys(defaultSettings) as (keyof Settings)[])
    if (settings[key] !== defaultSettings[key]) query.set(key, settings[key]);
  writeLesson(lesson, query);
  // A comma stands for itself in a query, and lists are easier to read with it.
  const text = query.toString().replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}
