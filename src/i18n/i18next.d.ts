import type { en } from './en';

declare module 'i18next' {
  /** Makes `t` accept only keys of the English catalogue. */
  interface CustomTypeOptions {
    readonly defaultNS: 'common';
    readonly resources: typeof en;
  }
}
