/**
 * One uploaded picture: its progress, how it is prepared for the network, and the prediction. Page
 * side.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { never } from '../../../lib/result';
import { count } from '../../../lib/units';
import type { SquarePicture } from '../../../protocol/data';
import type { EngineError } from '../../../protocol/errors';
import type { UploadedPicture } from '../../../protocol/uploads';
import { Action, Notice, Progress, TileImage } from '../../shared';
import { Answer } from './Answer';
import type { Upload } from './uploadQueue';
import { Refusal } from './Refusal';

interface PictureItemProps {
  readonly upload: Upload;
  /** Whether there is a model to classify it. */
  readonly hasModel: boolean;
  readonly onRemove: () => void;
}

export function PictureItem({ upload, hasModel, onRemove }: PictureItemProps) {
  const { t } = useTranslation('uploads');
  const { name, reading } = upload;
  return (
    <li className="own-item" data-state={reading.state}>
      <div className="own-head">
        <b className="own-name">{name}</b>
        {reading.state === 'read' && <Facts picture={reading.picture} />}
        <Action variant="quiet" aria-label={t('removeNamed', { name })} onPress={onRemove}>
          {t('remove')}
        </Action>
      </div>
      <Content upload={upload} hasModel={hasModel} />
    </li>
  );
}

function Facts({ picture }: { readonly picture: UploadedPicture }) {
  const { t } = useTranslation('uploads');
  const { format, width, height } = picture;
  const values = { format: format.toUpperCase(), width: count(width), height: count(height) };
  return <small>{t('facts', values)}</small>;
}

function Content({
  upload: { name, reading, classified },
  hasModel,
}: Omit<PictureItemProps, 'onRemove'>): ReactNode {
  const { t } = useTranslation('uploads');
  switch (reading.state) {
    case 'waiting':
      return <p className="note">{t('waiting')}</p>;
    case 'reading':
      return <Progress label={t('reading')} value={null} max={1} text="" />;
    case 'refused':
      return <Refusal refusal={reading.refusal} />;
    case 'failed':
      return <Failed error={reading.error} />;
    case 'read':
      return (
        <>
          {reading.picture.notes.map((note) => (
            <p key={note} className="own-note">
              <span aria-hidden="true">!</span> {t(`notes.${note}`)}
            </p>
          ))}
          <Way
            name={name}
            picture={reading.picture}
            classified={hasModel ? classified : null}
            awaited={hasModel}
          />
        </>
      );
    default:
      return never(reading);
  }
}

interface WayProps {
  readonly name: string;
  readonly picture: UploadedPicture;
  readonly classified: Upload['classified'];
  /** The prediction is still to come. */
  readonly awaited: boolean;
}

/** The steps from the crop to the prediction. */
function Way({ name, picture: { cut, crop, small }, classified, awaited }: WayProps) {
  const { t } = useTranslation('uploads');
  const side = count(small.side);
  const input = classified?.result.ok ? classified.result.value.input : null;
  const inputSide = count(input?.side ?? 0);
  return (
    <div className="own-way">
      <div className="own-steps">
        <Step shown={crop} alt={t('cropAlt', { name })}>
          {t('crop', { cut: count(cut) })}
        </Step>
        <Step shown={small} alt={t('smallAlt', { name, side })}>
          {t('small', { side })}
        </Step>
        {input && (
          <Step shown={input} alt={t('inputAlt', { name, side: inputSide })}>
            {t('input', { side: inputSide })}
          </Step>
        )}
      </div>
      {classified?.result.ok && <Answer probabilities={classified.result.value.probabilities} />}
      {classified?.result.ok === false && <Failed error={classified.result.error} />}
      {awaited && !classified && <Progress label={t('looking')} value={null} max={1} text="" />}
    </div>
  );
}

interface StepProps {
  readonly shown: SquarePicture;
  readonly alt: string;
  readonly children: ReactNode;
}

function Step({ shown, alt, children }: StepProps) {
  return (
    <figure className="own-step">
      <TileImage pixels={shown.pixels} side={shown.side} alt={alt} />
      <figcaption>{children}</figcaption>
    </figure>
  );
}

function Failed({ error }: { readonly error: EngineError }) {
  const { t } = useTranslation(['uploads', 'common']);
  return (
    <Notice tone="bad" title={t('failed')}>
      <p>{t(`common:errors.${error.code}.title`)}</p>
      {error.detail !== '' && <p className="mono detail">{error.detail}</p>}
    </Notice>
  );
}
