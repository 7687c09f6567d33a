/** A run that is exported or imported: how far it is, and how it ended. Page side. */
import { useTranslation } from 'react-i18next';
import { FileTrigger } from 'react-aria-components';
import { bytes } from '../../lib/units';
import type { TransferKind, TransferRefusal } from '../../protocol/transfers';
import type { Transfer } from '../../store/state';
import { useActions, useLab } from '../lab';
import { Action, Notice, Progress } from '../shared';

export function ImportRun({ busy }: { readonly busy: boolean }) {
  const { t } = useTranslation('train');
  const { importRun } = useActions();
  return (
    <FileTrigger
      onSelect={(files) => {
        const file = files?.[0];
        if (file) importRun(file);
      }}
    >
      <Action isDisabled={busy}>{t('transfer.pick')}</Action>
    </FileTrigger>
  );
}

function Refusal({ kind, refusal }: { readonly kind: TransferKind; readonly refusal: TransferRefusal }) {
  const { t } = useTranslation('train');
  const { reason, detail, need, free } = refusal;
  return (
    <>
      <p>{t(`transfer.reasons.${reason}`)}</p>
      {need !== null && free !== null && (
        <p>{t('transfer.space', { need: bytes(need), free: bytes(free) })}</p>
      )}
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

/** Of models that go out as files for others, or of runs. */
export function TransferNotice({ of }: { readonly of: 'models' | 'runs' }) {
  const { t } = useTranslation(['train', 'common']);
  const { dismissTransfer } = useActions();
  const transfer = useLab((state) => state.transfer);
  if (!transfer || (transfer.kind === 'model') !== (of === 'models')) return null;
  const { kind, end } = transfer;
  if (end === null) return <Going {...transfer} />;
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
              : t('transfer.imported')
          }
          actions={close}
        />
      )}
    </div>
  );
}
