/** Progress of a run's export or import, and how it ended. Page side. */
import { useTranslation } from 'react-i18next';
import { FileTrigger } from 'react-aria-components';
import { bytes } from '../../lib/units';
import type { TransferKind, TransferRefusal } from '../../protocol/files';
import type { ImportReport } from '../../network';
import type { Transfer, TransferOrigin } from '../../store/slices/files';
import { Differences, Imported } from './ImportReport';
import { useActions, useLab } from '../lab';
import { Action, Notice, Progress } from '../shared';

interface ImportRunProps {
  readonly origin: 'model' | 'runs';
  readonly busy: boolean;
}

export function ImportRun({ origin, busy }: ImportRunProps) {
  const { t } = useTranslation('train');
  const { importRun } = useActions();
  return (
    <FileTrigger
      allowsMultiple
      onSelect={(files) => {
        if (files && files.length > 0) importRun([...files], origin);
      }}
    >
      <Action isDisabled={busy}>{t(`transfer.pick.${origin}`)}</Action>
    </FileTrigger>
  );
}

function Refusal({ kind, refusal }: { readonly kind: TransferKind; readonly refusal: TransferRefusal }) {
  const { t } = useTranslation('train');
  const { reason, detail, need, free, differences = [], closest = null } = refusal;
  return (
    <>
      <p>{t(`transfer.reasons.${reason}`)}</p>
      {need !== null && free !== null && (
        <p>{t('transfer.space', { need: bytes(need), free: bytes(free) })}</p>
      )}
      <Differences differences={differences} closest={closest} />
      <p>{t(`transfer.kept.${kind}`)}</p>
      {detail !== '' && <p className="mono detail">{detail}</p>}
    </>
  );
}

function Going({ kind, done, total }: Transfer) {
  const { t } = useTranslation('train');
  const { cancelTransfer } = useActions();
  return (
    <div className="transfer">
      <Progress
        label={t(`transfer.going.${kind}`)}
        value={total > 0 ? done : null}
        max={total}
        text={total > 0 ? t('transfer.progress', { done: bytes(done), total: bytes(total) }) : ''}
      />
      <Action onPress={cancelTransfer}>{t('transfer.cancel')}</Action>
    </div>
  );
}

/** Notice about transfers that this part of the page has started. */
export function TransferNotice({ of }: { readonly of: TransferOrigin }) {
  const { t } = useTranslation(['train', 'common']);
  const { dismissTransfer } = useActions();
  const transfer = useLab((state) => state.transfer);
  if (transfer?.origin !== of) return null;
  const { kind, end } = transfer;
  if (end === null) return <Going {...transfer} />;
  const importedTitle = (model: ImportReport | null): string =>
    model === null
      ? t('transfer.imported')
      : t(model.recorded ? 'transfer.openedOwn' : 'transfer.opened', {
          model: t(`common:models.${model.model}`),
          writer: model.writer,
        });
  const close = <Action onPress={dismissTransfer}>{t('common:close')}</Action>;
  return (
    <div className="transfer-end" data-testid="transfer" data-end={end.type}>
      {end.type === 'refused' ? (
        <Notice
          tone={end.refusal.reason === 'cancelled' ? 'info' : 'bad'}
          live
          title={t(`transfer.refused.${kind}`)}
          actions={close}
        >
          <Refusal kind={kind} refusal={end.refusal} />
        </Notice>
      ) : (
        <Notice
          tone="info"
          live
          title={
            end.type === 'exported'
              ? t(`transfer.exported.${kind === 'model' ? kind : 'export'}`, { file: end.fileName })
              : importedTitle(end.model)
          }
          actions={close}
        >
          {end.type === 'imported' && end.model && <Imported report={end.model} />}
        </Notice>
      )}
    </div>
  );
}
