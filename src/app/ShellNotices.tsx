/** What concerns the whole page: a new version, bad values in the address, a device that could do more, or on which nothing can be trained. */
import { useTranslation } from 'react-i18next';
import { useActions, useLab } from '../panels/lab';
import { LessonBanner } from '../panels/lesson';
import { Action, ErrorNotice, Notice } from '../panels/shared';
import { OtherTab, RunOffer } from '../panels/train';
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
      actions={<Action onPress={dismissProblems}>{t('problems.dismiss')}</Action>}
    >
      <ul>
        {problems.map(({ key, value, reason, allowed }) => (
          <li key={`${key} ${value} ${reason}`}>{t(`problems.${reason}`, { key, value, allowed })}</li>
        ))}
      </ul>
    </Notice>
  );
}

export function ShellNotices({ tour }: { readonly tour: Tour }) {
  const startError = useLab((state) => state.startError);
  return (
    <div className="shell-notices">
      <UpdateNotice />
      {tour.isInviting && <FirstVisit onStart={tour.start} onDismiss={tour.dismiss} />}
      <UrlProblems />
      <OneThread />
      <LessonBanner />
      <OtherTab />
      <RunOffer />
      {startError && <ErrorNotice error={startError.error} />}
    </div>
  );
}
