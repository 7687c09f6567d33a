/**
 * Notices about the whole page: a new version, invalid values in the address, a device that could
 * do more or that cannot train at all.
 */
import { useTranslation } from 'react-i18next';
import { count } from '../lib/units';
import { useActions, useLab } from '../ui/lab';
import { ClassroomBanner } from '../ui/classroom/ClassroomBanner';
import { Action, ErrorNotice, Notice } from '../ui/shared';
import { OtherTab, RunOffer } from '../ui/train';
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

/** Why there is no engine to train with, and a way to start another one. */
function StartError() {
  const { t } = useTranslation('shell');
  const startError = useLab((state) => state.startError);
  const { startEngine } = useActions();
  if (!startError) return null;
  const { error, tries } = startError;
  const again = (): void => {
    startEngine();
    // The button disappears, so the focus moves to the section below.
    document.getElementById('data')?.focus({ preventScroll: true });
  };
  return (
    <ErrorNotice
      error={error}
      help={tries === undefined ? undefined : t('engine.tried', { count: tries, n: count(tries) })}
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
      <ClassroomBanner />
      <OtherTab />
      <RunOffer />
      <StartError />
    </div>
  );
}
