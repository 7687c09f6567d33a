/** All words on screen in English: the source of the keys' types. One namespace an area of the page. */

import { charts } from './en/charts';
import { common } from './en/common';
import { compare } from './en/compare';
import { data } from './en/data';
import { device } from './en/device';
import { download } from './en/download';
import { evaluate } from './en/evaluate';
import { explore } from './en/explore';
import { lessons } from './en/lessons';
import { model } from './en/model';
import { preflight } from './en/preflight';
import { race } from './en/race';
import { runs } from './en/runs';
import { shell } from './en/shell';
import { train } from './en/train';

export const en = {
  charts,
  common,
  compare,
  data,
  device,
  download,
  evaluate,
  explore,
  lessons,
  model,
  preflight,
  race,
  runs,
  shell,
  train,
} as const;
