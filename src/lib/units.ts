/**
 * Formats numbers with their units. Digits are the same in every language, so that they can be
 * compared with a Keras notebook; times and rates in sentences take the language's units. Pure.
 */

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 58324746 → `58,324,746`. */
export const count = (n: number): string => grouped.format(n);

/**
 * Decimals as Python's `f"{x:.{digits}f}"` rounds them: a number exactly half-way between two goes
 * to the even one, where `toFixed` rounds up. Otherwise both round the binary value exactly.
 * `digits`: 0 to 20; |x| below 1e21.
 */
export function pythonFixed(x: number, digits: number): string {
  // x = (2n + 1) / (2 · 10^digits) is exact in binary only as an odd multiple of 2^-(digits + 1).
  const halves = Math.abs(x) * 2 ** (digits + 1);
  const tied = halves % 2 === 1;
  const below = Math.floor(Math.abs(x) * 10 ** digits);
  if (!tied || below % 2 === 1) return x.toFixed(digits);
  return `${x < 0 ? '-' : ''}${(below / 10 ** digits).toFixed(digits)}`;
}

/**
 * Loss, accuracy and the like as Keras's progress bar prints them: four decimals above 1e-3,
 * e-notation with four decimals at or below that (0 is `0.0000e+00`), `nan` and `inf` as in Python.
 * Source: keras/src/utils/progbar.py, `update`.
 */
export function kerasMetric(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  const size = Math.abs(x);
  if (size === Number.POSITIVE_INFINITY) return x < 0 ? '-inf' : 'inf';
  if (size >= 1e21) return `${BigInt(x)}.0000`;
  return size > 1e-3 ? pythonFixed(x, 4) : x.toExponential(4).replace(/e([+-])(\d)$/, 'e$10$2');
}

/**
 * The same, but with e-notation from 1e16 up: a double has no decimals there, and Keras writes up
 * to 309 digits.
 */
export const metric = (x: number): string =>
  Number.isFinite(x) && Math.abs(x) >= 1e16 ? x.toExponential(4) : kerasMetric(x);

/** A value inside a network: like `metric`, but an exact 0, which is common, is `0`. */
export const tensorValue = (x: number): string => (x === 0 ? '0' : metric(x));

/** 0.6697 → `66.97 %`. */
export const percent = (fraction: number, digits = 2): string => `${(fraction * 100).toFixed(digits)} %`;

/**
 * Bytes with binary steps and two decimals, as `keras.src.utils.summary_utils.readable_memory_size`
 * prints them: 233298984 → `222.49 MB` (1 MB = 1024² B there).
 */
export function kerasBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let step = 0;
  while (value >= 1024 && step < units.length - 1) {
    value /= 1024;
    step++;
  }
  return `${pythonFixed(value, 2)} ${units[step]}`;
}

/** Bytes with decimal steps, for downloads and memory: 150994944 → `151 MB`. */
export function bytes(n: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = n;
  let step = 0;
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1000;
    step++;
  }
  return `${value < 9.95 && step > 0 ? value.toFixed(1) : Math.round(value)} ${units[step]}`;
}

/** Counts of operations with SI prefixes: 105415200 → `105.4 M`. */
export function si(n: number): string {
  const units = ['', ' k', ' M', ' G', ' T'];
  let value = n;
  let step = 0;
  while (value >= 999.95 && step < units.length - 1) {
    value /= 1000;
    step++;
  }
  return `${step === 0 ? count(value) : value.toFixed(1)}${units[step]}`;
}

/** Units as they stand in a sentence: symbols, or what Korean writes for them. */
const symbols = {
  seconds: (n: string) => `${n} s`,
  minutes: (n: string) => `${n} min`,
  hours: (n: string) => `${n} h`,
  hoursAndMinutes: (h: string, min: string) => `${h} h ${min.padStart(2, '0')} min`,
  imagesPerSecond: (n: string) => `${n} images/s`,
};
const koreanUnits: typeof symbols = {
  seconds: (n) => `${n}초`,
  minutes: (n) => `${n}분`,
  hours: (n) => `${n}시간`,
  hoursAndMinutes: (h, min) => (min === '0' ? `${h}시간` : `${h}시간 ${min}분`),
  imagesPerSecond: (n) => `이미지 ${n}장/초`,
};
const unitsIn = (language: string) => (language === 'ko' ? koreanUnits : symbols);

/**
 * A time to wait, coarse on purpose: `40 s`, `18 min`, `2 h 05 min`, `13,889 h`; in Korean `40초`,
 * `18분`, `2시간 5분`.
 */
export function duration(seconds: number, language: string): string {
  const units = unitsIn(language);
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 90) return units.seconds(String(Math.max(Math.round(seconds), 0)));
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return units.minutes(String(minutes));
  if (minutes >= 6_000) return units.hours(count(minutes / 60));
  return units.hoursAndMinutes(String(Math.floor(minutes / 60)), String(minutes % 60));
}

/** Images per second: three significant digits, whole from 1,000 up; `30.8 images/s`. */
export function rate(imagesPerSecond: number, language: string): string {
  const digits = imagesPerSecond >= 99.95 ? 0 : imagesPerSecond >= 9.995 ? 1 : 2;
  const number = imagesPerSecond >= 999.5 ? count(imagesPerSecond) : imagesPerSecond.toFixed(digits);
  return unitsIn(language).imagesPerSecond(number);
}

/**
 * The time of one step as Keras prints it: `2s/step`, `101ms/step`, `350us/step`. Source:
 * keras/src/utils/progbar.py.
 */
export function timePerStep(seconds: number): string {
  if (seconds >= 1 || seconds === 0) return `${pythonFixed(seconds, 0)}s/step`;
  if (seconds >= 1e-3) return `${pythonFixed(seconds * 1e3, 0)}ms/step`;
  return `${pythonFixed(seconds * 1e6, 0)}us/step`;
}

/**
 * A measured time: three significant digits, whole from 100 up: `0.412 ms`, `12.3 ms`, `1,234 ms`.
 */
export const milliseconds = (ms: number): string =>
  `${ms >= 99.95 ? count(ms) : ms === 0 ? '0' : ms.toPrecision(3)} ms`;

/** A measured time: three significant digits, whole from 100 up: `0.412 s`, `12.3 s`, `1,234 s`. */
export const seconds = (s: number): string => `${s >= 99.95 ? count(s) : s === 0 ? '0' : s.toPrecision(3)} s`;

/** A difference whose order of magnitude matters: `2.4e-7`; 0 is `0`. */
export const smallNumber = (x: number): string => (x === 0 ? '0' : x.toExponential(1));

/** Arithmetic per second: three significant digits; 1,500 GFLOP/s are `1.50 TFLOP/s`. */
export function flopRate(gflops: number): string {
  const tera = gflops >= 999.5;
  const value = tera ? gflops / 1000 : gflops;
  return `${value >= 99.95 ? count(value) : value.toPrecision(3)} ${tera ? 'TFLOP/s' : 'GFLOP/s'}`;
}

/** How many times as much: `2.5 ×`, whole from 10 up. */
export const times = (factor: number): string => `${factor >= 9.95 ? count(factor) : factor.toFixed(1)} ×`;

/** A learning rate to six digits, so that 3e-4 · 0.1 is `3e-5` and not `2.9999999999999997e-5`. */
export function learningRate(lr: number): string {
  const rounded = Number(lr.toPrecision(6));
  return rounded !== 0 && rounded < 1e-3 ? rounded.toExponential() : String(rounded);
}

/**
 * A date and time in the given language's format, to the minute: `24 Nov 2026, 15:52`. `ms`:
 * milliseconds since 1970, shown in the local time zone.
 */
export const moment = (ms: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
