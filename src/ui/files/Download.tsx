/**
 * Downloads a model for other programs: the loaded model's in a card, a saved run's in a dialog.
 * Page side.
 */
import { useTranslation } from 'react-i18next';
import type { SavedRunReport } from '../../protocol/run';
import { isBusy } from '../../store/selectors';
import { useLab } from '../lab';
import { ImportRun, TransferNotice } from './RunTransfer';
import { Action, Card, Dialog } from '../shared';
import { OpenTrained } from './OpenTrained';
import { Formats } from './Formats';
import './download.css';

/** The card in the Model section. */
export function DownloadCard() {
  const { t } = useTranslation('download');
  const experiment = useLab((state) => (state.hasModel ? (state.run?.experiment ?? null) : null));
  const busy = useLab((state) => isBusy(state) || state.transfer?.end === null);
  const starting = useLab((state) => state.backend === null);
  return (
    <Card
      title={t('files')}
      note={t('note')}
      actions={
        <>
          <ImportRun origin="model" busy={busy || starting} />
          <OpenTrained origin="model" />
        </>
      }
    >
      <TransferNotice of="model" />
      {experiment ? (
        <Formats id={null} experiment={experiment} isDisabled={busy} />
      ) : (
        <p className="note">{t('none')}</p>
      )}
    </Card>
  );
}

interface DownloadSheetProps {
  readonly run: SavedRunReport;
  /** How screen readers name the run. */
  readonly named: { readonly model: string; readonly when: string };
  readonly isDisabled: boolean;
}

/** The button of a saved run, with the dialog that it opens. */
export function DownloadSheet({ run, named, isDisabled }: DownloadSheetProps) {
  const { t } = useTranslation('download');
  const moving = useLab((state) => state.transfer?.end === null);
  const trigger = (
    <Action variant="quiet" isDisabled={isDisabled} aria-label={t('this', named)}>
      {t('title')}
    </Action>
  );
  return (
    <Dialog trigger={trigger} title={t('this', named)}>
      <Formats id={run.id} experiment={run.experiment} isDisabled={moving} />
    </Dialog>
  );
}
