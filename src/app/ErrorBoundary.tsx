/** Catches what a part of the page throws while it renders, so that the rest keeps working. */
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../lib/result';
import { Action, Notice } from '../ui/shared';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly message: string | null;
}

function Crash({ message, onAgain }: { readonly message: string; readonly onAgain: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <Notice
      tone="bad"
      live
      title={t('crash.title')}
      actions={<Action onPress={onAgain}>{t('crash.again')}</Action>}
    >
      <p>{t('crash.help')}</p>
      <p className="mono detail">{message}</p>
    </Notice>
  );
}

/** React has no hook for this: a class is the only way. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { message: null };

  static getDerivedStateFromError(thrown: unknown): State {
    return { message: messageOf(thrown) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === null) return this.props.children;
    return <Crash message={message} onAgain={() => this.setState({ message: null })} />;
  }
}
