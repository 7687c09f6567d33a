/**
 * The switch to the other language, named in that language; and the hook that makes the page follow
 * the language setting.
 */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Action } from '../ui/shared';
import { useActions, useLab } from '../ui/lab';
import { languages, resolveLanguage, type Language } from '../i18n';

/**
 * Applies the `lang` setting to the catalogues, `<html lang>` and the page's title. Returns the
 * current language.
 */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  const setting = useLab((state) => state.settings.lang);
  const language = resolveLanguage(setting, navigator.languages);
  useEffect(() => {
    document.documentElement.lang = language;
    if (i18n.language !== language) void i18n.changeLanguage(language);
  }, [i18n, language]);
  return language;
}

export function LanguageSwitch({ language }: { readonly language: Language }) {
  const { t } = useTranslation('shell');
  const { setSettings } = useActions();
  const other = languages.find((each) => each !== language) ?? 'en';
  return (
    <Action onPress={() => setSettings({ lang: other })}>
      <span lang={other}>{t('language.other')}</span>
    </Action>
  );
}
