/** The experiment in the page's address: reading with every bad value named, and writing the shortest query. */
import { z } from 'zod';
import { isLessonKey, noLesson, readLesson, writeLesson, type Lesson } from './lesson';
import type { UrlProblem } from './problem';
import { backendIds, defaultExperiment, experimentFields, experimentKeys, experimentSchema } from './schema';
import type { Experiment, ExperimentKey } from './schema';

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

/** Plain decimals, with an exponent if need be; no field takes a sign. `Number` would also read blanks, 0x10 and −0. */
const decimal = /^\d*\.?\d+(?:e[+-]?\d+)?$/i;

function coerce(text: string, fallback: unknown): unknown {
  if (typeof fallback === 'number') return decimal.test(text) ? Number(text) : text;
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
  const given = new Map(new URLSearchParams(search));
  for (const [key, value] of given) {
    if (ignored.test(key) || isLessonKey(key)) continue;
    const field = Object.hasOwn(experimentFields, key) ? experimentFields[key as ExperimentKey] : undefined;
    const setting = Object.hasOwn(settingFields, key) ? settingFields[key as keyof Settings] : undefined;
    const target = field ?? setting;
    if (!target) {
      problems.push({ key, value, reason: 'unknown', allowed: '' });
      continue;
    }
    const parsed = target.safeParse(field ? coerce(value, defaultExperiment[key as ExperimentKey]) : value);
    if (!parsed.success) problems.push({ key, value, reason: 'invalid', allowed: allowedValues(target) });
    else if (field) picked[key] = parsed.data;
    else Object.assign(settings, { [key]: parsed.data });
  }
  const lesson = readLesson(given, problems);
  return { experiment: settle(picked, problems), settings, lesson, problems };
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
