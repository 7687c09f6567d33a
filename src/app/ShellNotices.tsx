/** What concerns the whole page: a new version, bad values in the address, a device that could do more, or on which nothing can be trained. */
import { useTranslation } from 'react-i18next';
import { count } from '../lib/units';
import { useActions, useLab } from '../panels/lab';
import { LessonBanner } from '../panels/lesson';
import { Action, ErrorNotice, Notice } from '../panels/shared';
import { OtherTab, RunOffer } from '../panels/train';
import { InApp } from './InApp';
import { OneThread } from './OneThread';
import { FirstVisit } from './tour/FirstVisit';
import type { Tour } from './tour/useTour';
import { UpdateNotice } from './UpdateNotice';

function UrlProblems() {
  const { t } = useTranslation('shell');
  const problems = useLab((state) => state.urlProblems);
  const { dismissProblems } = useActions();
  if (problems.length === 0) return null;
  return (
    <Notice
      tone="warn"
      live
      title={t('problems.title')}
      actions={<Action onPress={dismissProblems}>{t('dismiss')}</Action>}
    >
      <ul>
        {problems.map(({ key, value, reason, allowed }) => (
          <li key={`${key} ${value} ${reason}`}>{t(`problems.${reason}`, { key, value, allowed })}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** Why there is no engine to train with, and the way to another one. */
function StartError() {
  const { t } = useTranslation('shell');
  const startError = useLab((state) => state.startError);
  const { startEngine } = useActions();
  if (!startError) return null;
  const { error, tries } = startError;
  const again = (): void => {
    startEngine();
    // Its button goes with it: the keyboard goes on at the place below.
    document.getElementById('data')?.focus({ preventScroll: true });
  };
  return (
    <ErrorNotice
      error={error}
      help={tries === undefined ? undefined : t('engine.tried', { n: count(tries) })}
      actions={<Action onPress={again}>{t('engine.again')}</Action>}
    />
  );
}

export function ShellNotices({ tour }: { readonly tour: Tour }) {
  return (
    <div className="shell-notices">
      <UpdateNotice />
      {tour.isInviting && <FirstVisit onStart={tour.start} onDismiss={tour.dismiss} />}
      <UrlProblems />
      <InApp />
      <OneThread />
      <LessonBanner />
      <OtherTab />
      <RunOffer />
      <StartError />
    </div>
  );
}
