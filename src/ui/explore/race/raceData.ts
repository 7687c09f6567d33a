/** A race's figures as bars and as rows. Pure except for the catalogues. */
import type { TFunction } from 'i18next';
import { bytes, count, duration, milliseconds, percent, si } from '../../../lib/units';
import { raceFigures, type Race, type RaceFigures } from '../../../store/race';

export type RaceWords = TFunction<['race', 'common']>;
export const measures = ['params', 'macs', 'bytes', 'imageMs', 'seconds', 'accuracy', 'perMinute'] as const;
export type Measure = (typeof measures)[number];

/** Stands for a missing value; must not look like a number. */
const none = '–';

const formats: Readonly<Record<Measure, (value: number, t: RaceWords, language: string) => string>> = {
  params: count,
  macs: si,
  bytes,
  imageMs: milliseconds,
  seconds: (value, _, language) => duration(value, language),
  accuracy: (fraction) => percent(fraction),
  perMinute: (fraction, t) => t('perMinute', { share: percent(fraction, 1) }),
};

/** One figure of all networks. `fraction`: of the largest, 0 … 1; 0 if not known. */
export interface MeasureRow {
  readonly measure: Measure;
  readonly cells: readonly { readonly name: string; readonly text: string; readonly fraction: number }[];
}

/** A row for each figure, a cell for each network. */
export function raceRows({ entries }: Race, t: RaceWords, language: string): MeasureRow[] {
  const all = entries.map((entry): { name: string; figures: RaceFigures } => ({
    name: t(`common:models.${entry.experiment.model}`),
    figures: raceFigures(entry),
  }));
  return measures.map((measure) => {
    const largest = Math.max(...all.map(({ figures }) => figures[measure] ?? 0));
    const cells = all.map(({ name, figures }) => {
      const value = figures[measure];
      if (value === null) return { name, text: none, fraction: 0 };
      return {
        name,
        text: formats[measure](value, t, language),
        fraction: largest > 0 ? value / largest : 0,
      };
    });
    return { measure, cells };
  });
}
