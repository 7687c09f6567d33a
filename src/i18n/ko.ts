/** All words on screen in Korean, in the namespaces of `en`. */
import type { en, Words } from './en';
import { charts } from './ko/charts';
import { common, leak } from './ko/common';
import { compare } from './ko/compare';
import { data } from './ko/data';
import { device } from './ko/device';
import { download } from './ko/download';
import { evaluate } from './ko/evaluate';
import { explore } from './ko/explore';
import { glossary } from './ko/glossary';
import { help } from './ko/help';
import { inside } from './ko/inside';
import { images } from './ko/images';
import { classroom } from './ko/classroom';
import { lessons } from './ko/lessons';
import { model } from './ko/model';
import { modes } from './ko/modes';
import { uploads } from './ko/uploads';
import { preflight } from './ko/preflight';
import { race } from './ko/race';
import { report } from './ko/report';
import { runs } from './ko/runs';
import { shell } from './ko/shell';
import { tour } from './ko/tour';
import { train } from './ko/train';
import { trained } from './ko/trained';

export const ko: Words<typeof en> = {
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
};
