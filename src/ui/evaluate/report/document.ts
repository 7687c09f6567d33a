/** A report as data: sections made of blocks, the same for every format. Pure. */
import type { TFunction } from 'i18next';

/** The words that a report is made of. */
export type ReportT = TFunction<['report', 'train', 'evaluate', 'leak', 'common']>;

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, value: string])[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly columns: readonly string[];
      /** The first cell is the name of the row. */
      readonly rows: readonly (readonly string[])[];
    }
  /** Text with aligned columns. */
  | { readonly kind: 'pre'; readonly label: string; readonly text: string }
  /** `src`: a data URL, so that nothing has to be fetched. */
  | { readonly kind: 'picture'; readonly src: string; readonly alt: string }
  | { readonly kind: 'samples'; readonly items: readonly Sample[] }
  | { readonly kind: 'link'; readonly href: string };

export interface Sample {
  readonly src: string;
  readonly alt: string;
  readonly caption: string;
  readonly right: boolean;
}

export interface Section {
  readonly id: SectionId;
  readonly title: string;
  readonly blocks: readonly Block[];
  /** The student's note, as plain text; may be empty. */
  readonly note: string;
}

export interface ReportDocument {
  readonly language: string;
  readonly title: string;
  readonly subtitle: string;
  /** Title of each of the student's notes. */
  readonly noteTitle: string;
  readonly sections: readonly Section[];
  readonly foot: string;
}

/** In the order of the report. */
export const sectionIds = [
  'experiment',
  'device',
  'model',
  'training',
  'evaluation',
  'samples',
  'discussion',
] as const;
export type SectionId = (typeof sectionIds)[number];
