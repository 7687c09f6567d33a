/**
 * Whether the run would survive a crash: when it was last saved, or why it is not; and what it has
 * already recovered from. Page side.
 */
import { useTranslation } from 'react-i18next';
import { bytes, count, duration, moment } from '../../lib/units';
import { useLab } from '../lab';
import { Notice } from '../shared';
import { useEffect, useState } from 'react';

interface SavedProps {
  readonly savedAt: number;
  /** Bytes. */
  readonly size: number;
  /** It is the last snapshot for now. */
  readonly last: boolean;
}

function Saved({ savedAt, size, last }: SavedProps) {
  const { t, i18n } = useTranslation('train');
  const seconds = useSecondsSince(savedAt);
  return (
    <p className="note" data-testid="saved">
      {t(last ? 'protection.last' : 'protection.saved', {
        time: duration(seconds, i18n.language),
        size: bytes(size),
      })}
    </p>
  );
}

export function Protection() {
  const { t, i18n } = useTranslation('train');
  const run = useLab((state) => state.run);
  const saved = useLab((state) => state.saved);
  const unprotected = useLab((state) => state.unprotected);
  const fellBack = useLab((state) => state.fellBack);
  const recoveries = useLab((state) => state.recoveries);
  if (!run) return null;
  const last = recoveries.at(-1);
  return (
    <>
      {saved?.id === run.id && (
        <Saved savedAt={saved.savedAt} size={saved.bytes} last={unprotected !== null} />
      )}
      {unprotected && (
        <Notice tone="warn" live title={t('protection.unprotected')}>
          <p>{t(`protection.${unprotected.reason}`)}</p>
          {unprotected.detail !== '' && <p className="mono detail">{unprotected.detail}</p>}
        </Notice>
      )}
      {fellBack !== null && (
        <Notice tone="warn" title={t('protection.fellBack', { when: moment(fellBack, i18n.language) })} />
      )}
      {last && (
        <Notice
          tone="info"
          title={t('protection.recovered', { count: recoveries.length, n: count(recoveries.length) })}
        >
          <p className="mono detail">{last.detail}</p>
        </Notice>
      )}
    </>
  );
}

const tickMs = 5_000;

/** Seconds since a moment (milliseconds since 1970), updated in steps of five seconds. */
export function useSecondsSince(ms: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, (now - ms) / 1_000);
}
