/** An engine's error in words: what happened, what was kept, what to do, and the library's own words under it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineError } from '../../protocol/events';
import { Notice } from './Notice';

interface ErrorNoticeProps {
  readonly error: EngineError;
  /** Whether the engine still holds the model; left out where that is not the question. */
  readonly modelKept?: boolean;
  readonly actions?: ReactNode;
}

export function ErrorNotice({ error, modelKept, actions }: ErrorNoticeProps) {
  const { t } = useTranslation('common');
  return (
    <Notice tone="bad" live title={t(`errors.${error.code}.title`)} actions={actions}>
      <p>{t(`errors.${error.code}.help`)}</p>
      {modelKept !== undefined && <p>{t(modelKept ? 'modelKept' : 'modelLost')}</p>}
      {error.detail !== '' && <p className="mono detail">{error.detail}</p>}
    </Notice>
  );
}
