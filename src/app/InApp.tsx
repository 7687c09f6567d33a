/**
 * A notice that the page is open in a browser built into another app, which often saves no files
 * and does not say so. Page side.
 */
import { useTranslation } from 'react-i18next';
import { OnceNotice } from './OnceNotice';

/**
 * What such browsers put into their user agent: messengers and social networks by name, other apps
 * by Android's mark of a web view. Source: Android Compatibility Definition Document, 3.4.1 (`wv`).
 */
const marks =
  /; wv\)|KAKAOTALK|NAVER\(inapp|DaumApps|everytimeApp|\bLine\/|Instagram|FBA[NV]\/|FB_IAB|MicroMessenger/i;

export const isInApp = (userAgent: string): boolean => marks.test(userAgent);

export function InApp() {
  const { t } = useTranslation('shell');
  if (!isInApp(navigator.userAgent)) return null;
  return (
    <OnceNotice question="in-app" title={t('inApp.title')}>
      {t('inApp.help')}
    </OnceNotice>
  );
}
