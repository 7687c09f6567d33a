/**
 * Starts the language catalogues. Both languages are bundled: no request, no flash of keys. Page
 * side.
 */
import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../experiment/url';
import { en } from './en';
import { ko } from './ko';

export const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];

/**
 * The language of a setting: `auto` takes the first of the browser's languages that the page
 * speaks, else English.
 */
export function resolveLanguage(setting: Settings['lang'], preferred: readonly string[]): Language {
  if (setting !== 'auto') return setting;
  const primary = preferred.map((tag) => tag.toLowerCase().split('-')[0]);
  return (
    languages.find((language) => language === primary.find((tag) => tag === 'en' || tag === 'ko')) ?? 'en'
  );
}

/**
 * An i18next instance in `language`, ready at once; `useTranslation` uses the last one that was
 * made.
 */
export function initI18n(language: Language): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'common',
    resources: { en, ko },
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return instance;
}
