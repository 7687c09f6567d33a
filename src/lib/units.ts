/** Formats numbers with their units, the same in every language so that they can be compared with a Keras notebook. Pure. */

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 58324746 → `58,324,746`. */
export const count = (n: number): string => grouped.format(n);

/** Loss, accuracy and the like as Keras prints them: four decimals, or 4 significant digits in e-notation when below 1e-3. */
export function metric(x: number): string {
  if (!Number.isFinite(x)) return 'nan';
  const size = Math.abs(x);
  return size > 0 && size < 1e-3 ? x.toExponential(4).replace(/e([+-])(\d)$/, 'e$10$2') : x.toFixed(4);
}

/** 0.6697 → `66.97 %`. */
export const percent = (share: number, digits = 2): string => `${(share * 100).toFixed(digits)} %`;

/**
 * Bytes with binary steps and two decimals, as `keras.src.utils.summary_utils.readable_memory_size` prints them:
 * 233298984 → `222.49 MB` (1 MB = 1024² B there).
 */
export function kerasBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let step = 0;
  while (value >= 1024 && step < units.length - 1) {
    value /= 1024;
    step++;
  }
  return `${value.toFixed(2)} ${units[step]}`;
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
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${units[step]}`;
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

/** A time to wait, coarse on purpose: `40 s`, `18 min`, `2 h 05 min`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 90) return `${Math.max(Math.round(seconds), 0)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** Images a second: three significant digits. */
export const rate = (imagesPerSecond: number): string => {
  const digits = imagesPerSecond >= 100 ? 0 : imagesPerSecond >= 10 ? 1 : 2;
  return `${imagesPerSecond >= 1000 ? count(imagesPerSecond) : imagesPerSecond.toFixed(digits)} images/s`;
};

/** The time of one step as Keras prints it: `2s/step`, `101ms/step`, `350us/step` (keras.src.utils.progbar). */
export function timePerStep(seconds: number): string {
  if (seconds >= 1 || seconds === 0) return `${Math.round(seconds)}s/step`;
  if (seconds >= 1e-3) return `${Math.round(seconds * 1e3)}ms/step`;
  return `${Math.round(seconds * 1e6)}us/step`;
}

/** A learning rate: shortest text that reads back to the same number. */
export const learningRate = (lr: number): string => (lr !== 0 && lr < 1e-3 ? lr.toExponential() : String(lr));
