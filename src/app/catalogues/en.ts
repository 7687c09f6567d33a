/** All words on screen in English: the source of the keys' types. One namespace an area of the page. */

import { charts } from './en/charts';
import { common } from './en/common';
import { compare } from './en/compare';
import { data } from './en/data';
import { device } from './en/device';
import { download } from './en/download';
import { evaluate } from './en/evaluate';
import { explore } from './en/explore';
import { glossary } from './en/glossary';
import { help } from './en/help';
import { inside } from './en/inside';
import { judged } from './en/judged';
import { leak } from './en/leak';
import { lesson } from './en/lesson';
import { lessons } from './en/lessons';
import { model } from './en/model';
import { modes } from './en/modes';
import { own } from './en/own';
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
  judged,
  leak,
  lesson,
  lessons,
  model,
  modes,
  own,
  preflight,
  race,
  report,
  runs,
  shell,
  tour,
  train,
  trained,
} as const;
