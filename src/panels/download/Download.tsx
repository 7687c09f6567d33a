/** A model as files that others open: of the model at hand in a card, of a saved run in a sheet. Page side. */
import { useTranslation } from 'react-i18next';
import type { SavedRunReport } from '../../protocol/events';
import { isBusy } from '../../store/selectors';
import { useLab } from '../lab';
import { ImportRun, TransferNotice } from '../train/RunTransfer';
import { Action, Card, Sheet } from '../shared';
import { OpenTrained } from '../trained/OpenTrained';
import { Formats } from './Formats';
import './download.css';

/** In the Model place. */
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
          <ImportRun place="model" busy={busy || starting} />
          <OpenTrained place="model" />
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
  /** What the run is called where it is read out. */
  readonly named: { readonly model: string; readonly when: string };
  readonly isDisabled: boolean;
}

/** A saved run's button with what it opens. */
export function DownloadSheet({ run, named, isDisabled }: DownloadSheetProps) {
  const { t } = useTranslation('download');
  const moving = useLab((state) => state.transfer?.end === null);
  const trigger = (
    <Action look="quiet" isDisabled={isDisabled} aria-label={t('this', named)}>
      {t('title')}
    </Action>
  );
  return (
    <Sheet trigger={trigger} title={t('this', named)}>
      <Formats id={run.id} experiment={run.experiment} isDisabled={moving} />
    </Sheet>
  );
}
