/**
 * A person's own pictures: adding them, the network's input for each, its prediction, and how
 * reliable that is. Page side.
 */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { maxPictureBytes, maxPicturePixels } from '../../../lib/pictures';
import { bytes, count, si } from '../../../lib/units';
import { isBusy } from '../../../store/selectors';
import { useLab } from '../../lab';
import { Card, Notice } from '../../shared';
import { maxKept, type Upload, type Reading } from './uploadQueue';
import { Intake } from './Intake';
import { PictureItem } from './PictureItem';
import { useUploads } from './useUploads';
import './uploads.css';

export function UploadsCard() {
  const { t } = useTranslation('uploads');
  const { queue, list } = useUploads();
  const hasModel = useLab((state) => state.hasModel);
  const busy = useLab(isBusy);
  const { pictures, dropped } = list;
  const read = pictures.some(({ reading }) => reading.state === 'read');
  const items = useRef<HTMLUListElement>(null);
  const pick = useRef<HTMLButtonElement>(null);
  const remove = (id: number, index: number): void => {
    // Done before the pressed button disappears: otherwise the focus would go back to the beginning
    // of the page.
    const buttons = items.current?.querySelectorAll<HTMLElement>('.own-head > .action');
    (buttons?.[index + 1] ?? buttons?.[index - 1] ?? pick.current)?.focus();
    queue.remove(id);
  };
  const limits = { bytes: bytes(maxPictureBytes), pixels: si(maxPicturePixels), n: count(maxKept) };
  return (
    <Card className="stack own" title={t('title')}>
      <p className="note">{t('explain')}</p>
      <Intake pick={pick} onFiles={(files) => queue.add(files)} />
      <p className="note">{t('limits', limits)}</p>
      {dropped > 0 && <p role="alert">{t('left', { n: count(maxKept), left: count(dropped) })}</p>}
      {read && !hasModel && (
        <Notice tone="info" title={t('noModel')}>
          <p>{t('noModelHelp')}</p>
        </Notice>
      )}
      {read && hasModel && busy && <p className="note">{t('renewed')}</p>}
      {pictures.length > 0 && (
        <ul ref={items} className="own-list" aria-label={t('list')}>
          {pictures.map((upload, index) => (
            <PictureItem
              key={upload.id}
              upload={upload}
              hasModel={hasModel}
              onRemove={() => remove(upload.id, index)}
            />
          ))}
        </ul>
      )}
      <UploadStatus pictures={pictures} />
      {read && hasModel && (
        <Notice tone="info" title={t('worthTitle')}>
          <p>{t('worth')}</p>
        </Notice>
      )}
    </Card>
  );
}

/** The progress of all pictures, for screen readers. */
function UploadStatus({ pictures }: { readonly pictures: readonly Upload[] }) {
  const { t } = useTranslation('uploads');
  const of = (...states: readonly Reading['state'][]): string =>
    count(pictures.filter(({ reading }) => states.includes(reading.state)).length);
  const values = { taken: of('read'), refused: of('refused', 'failed'), open: of('waiting', 'reading') };
  return (
    <output className="hidden-text" data-testid="own-said">
      {pictures.length > 0 && t('status', values)}
    </output>
  );
}
