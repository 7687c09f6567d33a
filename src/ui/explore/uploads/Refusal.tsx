/** Why a file was refused, with the numbers. Page side. */
import { useTranslation } from 'react-i18next';
import { bytes, count, duration, si } from '../../../lib/units';
import type { UploadRefusal } from '../../../protocol/uploads';
import { Notice } from '../../shared';

/** A limit, in the unit that fits the reason. */
function limitOf({ reason, limit }: UploadRefusal, language: string): string {
  if (limit === null) return '';
  if (reason === 'too-many-bytes') return bytes(limit);
  return reason === 'too-long' ? duration(limit, language) : si(limit);
}

export function Refusal({ refusal }: { readonly refusal: UploadRefusal }) {
  const { t, i18n } = useTranslation('uploads');
  const { reason, format, width, height, detail } = refusal;
  const values = {
    format: format?.toUpperCase() ?? '',
    bytes: bytes(refusal.bytes),
    width: count(width ?? 0),
    height: count(height ?? 0),
    pixels: si((width ?? 0) * (height ?? 0)),
    limit: limitOf(refusal, i18n.language),
  };
  return (
    <Notice tone="bad" title={t('refused')}>
      <p>{t(`reasons.${reason}`, values)}</p>
      {detail !== '' && <p className="mono detail">{detail}</p>}
    </Notice>
  );
}
