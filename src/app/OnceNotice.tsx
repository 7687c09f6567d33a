/** A notice that is shown until it is dismissed, and then never again. Page side. */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Action, Notice } from '../ui/shared';
import { rememberAnswer, wasAnswered, type Question } from './answered';

interface OnceNoticeProps {
  /** The key under which the answer is stored; also its `data-testid`. */
  readonly question: Question;
  readonly title: string;
  readonly children: ReactNode;
}

export function OnceNotice({ question, title, children }: OnceNoticeProps) {
  const { t } = useTranslation('shell');
  const [read, setRead] = useState(() => wasAnswered(question));
  if (read) return null;
  const dismiss = (): void => {
    rememberAnswer(question);
    setRead(true);
  };
  return (
    <div data-testid={question}>
      <Notice
        tone="info"
        title={title}
        actions={
          <Action variant="quiet" onPress={dismiss}>
            {t('dismiss')}
          </Action>
        }
      >
        <p>{children}</p>
      </Notice>
    </div>
  );
}
