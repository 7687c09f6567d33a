/** The sheets that could not be used, each with its name and the reason. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import type { SheetFailure } from '../../protocol/data';
import { Notice } from '../shared';

/** How many names are shown; for the rest, only their number. */
const shown = 5;

interface FailureNoticeProps {
  readonly failures: readonly SheetFailure[];
  readonly retry: ReactNode;
}

export function FailureNotice({ failures, retry }: FailureNoticeProps) {
  const { t } = useTranslation('data');
  const more = failures.length - shown;
  return (
    <Notice tone="bad" live title={t('status.failures')} actions={retry}>
      <ul className="failures">
        {failures.slice(0, shown).map(({ file, reason, detail }) => (
          <li key={file}>
            <b className="mono">{file}</b> {t(`status.reasons.${reason}`)}
            {detail !== '' && <span className="mono detail"> {detail}</span>}
          </li>
        ))}
        {more > 0 && <li>{t('status.more', { n: count(more) })}</li>}
      </ul>
    </Notice>
  );
}
