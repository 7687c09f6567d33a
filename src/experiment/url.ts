/**
 * The experiment in the page's address: reading it and naming every invalid value, and writing the
 * shortest query.
 */
import { trainImages } from '../lib/cifar10';
import { z } from 'zod';
import {
  isClassroomKey,
  noClassroom,
  readClassroom,
  shown,
  writeClassroom,
  type Classroom,
  type UrlProblem,
} from './classroom';
import { backendIds, defaultExperiment, experimentFields, experimentKeys, experimentSchema } from './schema';
import type { Experiment, ExperimentKey } from './schema';
import { typedNumber } from './typedNumber';

/** Settings in the address, which do not change a run's numbers on a given adapter. */
export interface Settings {
  /** Forces one backend; `auto` tries WebGPU, WebGL, CPU. */
  readonly backend: 'auto' | (typeof backendIds)[number];
  /**
   * `stock` trains with tfjs's own kernels alone; `auto` uses the lab's where they pass their
   * self-test. WebGPU only.
   */
  readonly kernels: 'auto' | 'stock';
  /** `auto` follows the browser's language. */
  readonly lang: 'auto' | 'en' | 'ko';
}

export type { UrlProblem } from './classroom';

export interface ParsedUrl {
  readonly experiment: Experiment;
  readonly settings: Settings;
  readonly classroom: Classroom;
  readonly problems: readonly UrlProblem[];
}

const settingFields = {
  backend: z.enum(['auto', ...backendIds]),
  kernels: z.enum(['auto', 'stock']),
  lang: z.enum(['auto', 'en', 'ko']),
} as const;

/** The settings of an address without any. */
export const defaultSettings: Settings = { backend: 'auto', kernels: 'auto', lang: 'auto' };

/** Parameters that older links or other tools may add, which mean nothing here. */
const ignored = /^(utm_|fbclid$|gclid$)/;

/** How many problems are reported one by one. */
const maxReported = 50;

/** Longest value, in characters, that is tried in several readings. */
const maxReadBytes = 100;

/** Characters after an address that programs may take for a part of it. */
const trailing = /[\s)\]}>.,;:!?*"'’”」』。]+$/u;

const names = [...experimentKeys, ...Object.keys(settingFields)].join('|');
/** Where an `&` that was encoded once too often precedes a parameter. */
const glued = new RegExp(`&(?:amp;)*(?=(?:${names})=)`);
/** The same for the `=` after a parameter. */
const encoded = new RegExp(`^(?:${names})=`);

/**
 * The parameters of an address, repaired where mail and chat programs break them: `&amp;` for `&`,
 * or `&` or the whole query encoded once too often. A teacher's text may contain all of these, and
 * is not changed.
 */
function pairsOf(search: string, depth = 0): (readonly [key: string, value: string])[] {
  return [...new URLSearchParams(search)].flatMap(([parameter, value]) => {
    const key = parameter.replace(/^(?:amp;)+/, '');
    if (depth === 3 || isClassroomKey(key)) return [[key, value] as const];
    if (value === '' && encoded.test(key)) return pairsOf(key, depth + 1);
    const [first = '', ...more] = value.split(glued);
    return [[key, first] as const, ...pairsOf(more.join('&'), depth + 1)];
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

/**
 * What a field accepts, in a form that fits every language: `1 … 1000`, `0 | 1`, `sgd | momentum |
 * adam`.
 */
export function allowedValues(field: z.ZodType): string {
  const json = z.toJSONSchema(field, { io: 'input' });
  if (json.enum) return json.enum.join(' | ');
  if (json.type === 'boolean') return '0 | 1';
  return `${json.minimum} … ${json.maximum}`;
}

/**
 * Reads `location.search`. Never throws: an invalid or unknown parameter is reported as a problem
 * and its default is used; where two valid values exclude each other (train + val > 50 000, batch >
 * train), the field that the rule names is lowered until it fits.
 */
export function parseUrl(search: string): ParsedUrl {
  const problems: UrlProblem[] = [];
  const picked: Record<string, unknown> = {};
  const settings: { -readonly [K in keyof Settings]: Settings[K] } = { ...defaultSettings };
  // If a parameter is given twice, the last one counts.
  const parameter = new Map(pairsOf(search));
  for (const [key, value] of parameter) {
    if (ignored.test(key) || isClassroomKey(key)) continue;
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
  const classroom = readClassroom(parameter, problems);
  const experiment = settle(picked, problems);
  const untold = problems.length - maxReported;
  if (untold > 0)
    problems.splice(maxReported, untold, { key: '', value: String(untold), reason: 'more', allowed: '' });
  return { experiment, settings, classroom, problems };
}

/**
 * The possible readings of a value, the likeliest first: unchanged, without what follows a link, in
 * lower case, a language without its country.
 */
function readings(key: string, value: string): string[] {
  if (value.length > maxReadBytes) return [value];
  const bare = value.replace(trailing, '');
  const small = bare.toLowerCase();
  return [value, bare, small, ...(key === 'lang' ? [small.replace(/[-_][a-z]{2}$/, '')] : [])];
}

/**
 * Resolves the rules between fields by lowering a value to the largest that fits; a default that
 * had to be lowered is reported as well.
 */
function settle(picked: Record<string, unknown>, problems: UrlProblem[]): Experiment {
  const merged: Experiment = { ...defaultExperiment, ...picked };
  const val = Math.min(merged.val, Math.max(trainImages - merged.train, 1));
  const train = Math.min(merged.train, trainImages - val);
  const batch = Math.min(merged.batch, train);
  const settled = { val, train, batch };
  for (const key of ['val', 'train', 'batch'] as const) {
    if (settled[key] !== merged[key]) {
      problems.push({ key, value: String(merged[key]), reason: 'conflict', allowed: `≤ ${settled[key]}` });
    }
  }
  return experimentSchema.parse({ ...merged, ...settled });
}

/** The shortest query that gives these back: defaults are left out, `?` included unless empty. */
export function toUrl(experiment: Experiment, settings: Settings, classroom = noClassroom): string {
  const query = new URLSearchParams();
  for (const key of experimentKeys) {
    const value = experiment[key];
    if (value !== defaultExperiment[key])
      query.set(key, typeof value === 'boolean' ? String(Number(value)) : String(value));
  }
  for (const key of Object.keys(defaultSettings) as (keyof Settings)[])
    if (settings[key] !== defaultSettings[key]) query.set(key, settings[key]);
  writeClassroom(classroom, query);
  // A comma needs no encoding in a query, and lists are easier to read with it.
  const text = query.toString().replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}
