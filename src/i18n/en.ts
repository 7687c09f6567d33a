/**
 * All words on screen in English: the source of the keys' types. One namespace an area of the page.
 */

import { charts } from './en/charts';
import { common, leak } from './en/common';
import { compare } from './en/compare';
import { data } from './en/data';
import { device } from './en/device';
import { download } from './en/download';
import { evaluate } from './en/evaluate';
import { explore } from './en/explore';
import { glossary } from './en/glossary';
import { help } from './en/help';
import { inside } from './en/inside';
import { images } from './en/images';
import { classroom } from './en/classroom';
import { lessons } from './en/lessons';
import { model } from './en/model';
import { modes } from './en/modes';
import { uploads } from './en/uploads';
import { preflight } from './en/preflight';
import { race } from './en/race';
import { report } from './en/report';
import { runs } from './en/runs';
import { shell } from './en/shell';
import { tour } from './en/tour';
import { train } from './en/train';
import { trained } from './en/trained';

export const en = {
  charts,
  common,
  compare,
  data,
  device,
  download,
  evaluate,
  explore,
  glossary,
  help,
  inside,
  images,
  leak,
  classroom,
  lessons,
  model,
  modes,
  uploads,
  preflight,
  race,
  report,
  runs,
  shell,
  tour,
  train,
  trained,
} as const;

/**
 * The same keys as `T`, with any text. A key that is missing or too many is a type error. English
 * has a text for one (`…_one`) and for others (`…_other`), Korean the latter alone: i18next chooses
 * by `count` and the language's rules.
 */
export type Words<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string
    ? string
    : Words<T[K]>;
};
