/** Why a file was not taken, with its figures. Page side. */
import { useTranslation } from 'react-i18next';
import { bytes, count, duration, si } from '../../lib/units';
import type { OwnRefusal } from '../../protocol/own';
import { Notice } from '../shared';

/** A limit in the unit of its reason. */
function limitOf({ reason, limit }: OwnRefusal): string {
  if (limit === null) return '';
  if (reason === 'too-many-bytes') return bytes(limit);
  return reason === 'too-long' ? duration(limit) : si(limit);
}

export function Refusal({ refusal }: { readonly refusal: OwnRefusal }) {
  const { t } = useTranslation('own');
  const { reason, format, width, height, detail } = refusal;
  const said = {
    format: format?.toUpperCase() ?? '',
    bytes: bytes(refusal.bytes),
    width: count(width ?? 0),
    height: count(height ?? 0),
    pixels: si((width ?? 0) * (height ?? 0)),
    limit: limitOf(refusal),
  };
  return (
    <Notice tone="bad" title={t('refused')}>
      <p>{t(`reasons.${reason}`, said)}</p>
      {detail !== '' && <p className="mono detail">{detail}</p>}
    </Notice>
  );
}
