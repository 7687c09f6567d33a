/** The run's log in Keras's format: a line per epoch, the current one below. Page side. */
import { useTranslation } from 'react-i18next';
import { epochLine, liveLine } from '../../lib/kerasLine';
import { count } from '../../lib/units';
import type { RunView } from '../../store/slices/run';
import { useLab } from '../lab';
import { Card, CopyButton, Scroll } from '../shared';
import { notebookLog, noteValues } from './logText';

/** A run may have 50,000 epochs, and all of them would be laid out again after each one. */
const maxLines = 1_000;

const noEpochs: RunView['epochs'] = [];
const noNotes: RunView['notes'] = [];

export function EpochLog() {
  const { t } = useTranslation('train');
  const epochs = useLab((state) => state.run?.epochs ?? noEpochs);
  const shown = epochs.slice(-maxLines);
  const copy = <CopyButton label={t('log.copy')} text={() => notebookLog(epochs)} />;
  return (
    <Card title={t('log.title')} note={t('log.note')} actions={epochs.length > 0 && copy}>
      <Scroll label={t('log.scroll')}>
        {epochs.length > maxLines && (
          <p className="note">
            {t('log.earlier', { count: epochs.length - maxLines, n: count(epochs.length - maxLines) })}
          </p>
        )}
        <div className="log mono" translate="no">
          <pre className="log-epochs" aria-hidden="true">
            {shown.map((log) => `${log.epoch}/${log.epochs}`).join('\n')}
          </pre>
          <pre data-testid="epoch-log">{shown.map(epochLine).join('\n')}</pre>
          <LiveLine />
        </div>
        {/* Inside the box: without lines it would be a Tab stop with no height. */}
        {epochs.length === 0 && <p className="note">{t('log.empty')}</p>}
      </Scroll>
      <Notes />
    </Card>
  );
}

/** Outside of the log, and never read out: it changes several times a second. */
function LiveLine() {
  const live = useLab((state) => state.run?.live ?? null);
  const steps = useLab((state) => state.run?.stepsPerEpoch ?? 0);
  const lastEpoch = useLab((state) => state.run?.lastEpoch ?? 0);
  if (!live) return null;
  return (
    <>
      <pre className="log-epochs" aria-hidden="true">{`${live.epoch}/${lastEpoch}`}</pre>
      <pre className="log-live" aria-live="off">
        {liveLine(live, steps)}
      </pre>
    </>
  );
}

function Notes() {
  const { t } = useTranslation('train');
  const notes = useLab((state) => state.run?.notes ?? noNotes);
  if (notes.length === 0) return null;
  return (
    <ul className="note log-notes" aria-live="polite">
      {notes.map((note, i) => (
        <li key={`${i}-${note.note}-${note.epoch}`}>{t(`notes.${note.note}`, noteValues(note))}</li>
      ))}
    </ul>
  );
}
