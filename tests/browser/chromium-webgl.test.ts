/** Chromium without a WebGPU adapter: the same course on WebGL. */
import { describe } from 'vitest';
import { launchChromium } from '../helpers/launch';
import { lenetCourse, missing, useLab } from './lenet';

const absent = missing('chromium');

describe.skipIf(absent)(`Chromium, WebGL${absent}`, () => {
  lenetCourse(
    useLab(() => launchChromium('webgl')),
    'webgl',
    5,
  );
});
