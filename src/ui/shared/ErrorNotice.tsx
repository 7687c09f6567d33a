/** An engine error in words: what happened, what to do, and the library's own message below. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineError } from '../../protocol/errors';
import { Notice } from './Notice';

interface ErrorNoticeProps {
  readonly error: EngineError;
  /** What to do, if it differs from the usual advice for this error. */
  readonly help?: string | undefined;
  readonly actions?: ReactNode;
}

export function ErrorNotice({ error, help, actions }: ErrorNoticeProps) {
  const { t } = useTranslation('common');
  return (
    <Notice tone="bad" live title={t(`errors.${error.code}.title`)} actions={actions}>
      <p>{help ?? t(`errors.${error.code}.help`)}</p>
      {error.detail !== '' && <p className="mono detail">{error.detail}</p>}
    </Notice>
  );
}
