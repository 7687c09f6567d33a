/**
 * The whole course in one browser, on the CPU engine: fast on any machine, and part of `npm test`.
 */
import { describe } from 'vitest';
import { findBrowser } from '../helpers/browsers';
import { launchChromium, launchFirefox } from '../helpers/launch';
import { controlCourse, lenetCourse, missing, useLab } from './lenet';

const family = findBrowser('chromium') === null && findBrowser('firefox') !== null ? 'firefox' : 'chromium';
const absent = missing(family);

describe.skipIf(absent)(`The CPU engine${absent}`, () => {
  const lab = useLab(() => (family === 'chromium' ? launchChromium('none') : launchFirefox()));
  lenetCourse(lab, 'wasm', 31);
  controlCourse(lab);
});
