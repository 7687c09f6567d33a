/** One of the person's pictures: how far it is, what becomes of it on its way into the network, and the answer. Page side. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { never } from '../../lib/result';
import { count } from '../../lib/units';
import type { EngineError } from '../../protocol/events';
import type { SquarePicture } from '../../protocol/images';
import type { OwnPicture } from '../../protocol/own';
import { Action, Notice, Progress, TileImage } from '../shared';
import { Answer } from './Answer';
import type { Own } from './desk';
import { Refusal } from './Refusal';

interface PictureItemProps {
  readonly own: Own;
  /** Whether there is a model that looks at it. */
  readonly hasModel: boolean;
  readonly onRemove: () => void;
}

export function PictureItem({ own, hasModel, onRemove }: PictureItemProps) {
  const { t } = useTranslation('own');
  const { name, reading } = own;
  return (
    <li className="own-item" data-state={reading.state}>
      <div className="own-head">
        <b className="own-name">{name}</b>
        {reading.state === 'read' && <Facts picture={reading.picture} />}
        <Action look="quiet" aria-label={t('removeNamed', { name })} onPress={onRemove}>
          {t('remove')}
        </Action>
      </div>
      <Content own={own} hasModel={hasModel} />
    </li>
  );
}

function Facts({ picture }: { readonly picture: OwnPicture }) {
  const { t } = useTranslation('own');
  const { format, width, height } = picture;
  const said = { format: format.toUpperCase(), width: count(width), height: count(height) };
  return <small>{t('facts', said)}</small>;
}

function Content({ own: { name, reading, seen }, hasModel }: Omit<PictureItemProps, 'onRemove'>): ReactNode {
  const { t } = useTranslation('own');
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
          <Way name={name} picture={reading.picture} seen={hasModel ? seen : null} awaited={hasModel} />
        </>
      );
    default:
      return never(reading);
  }
}

interface WayProps {
  readonly name: string;
  readonly picture: OwnPicture;
  readonly seen: Own['seen'];
  /** An answer is to come. */
  readonly awaited: boolean;
}

/** From the crop to the answer. */
function Way({ name, picture: { cut, crop, small }, seen, awaited }: WayProps) {
  const { t } = useTranslation('own');
  const side = count(small.side);
  const input = seen?.result.ok ? seen.result.value.input : null;
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
      {seen?.result.ok && <Answer probabilities={seen.result.value.probabilities} />}
      {seen?.result.ok === false && <Failed error={seen.result.error} />}
      {awaited && !seen && <Progress label={t('looking')} value={null} max={1} text="" />}
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
  const { t } = useTranslation(['own', 'common']);
  return (
    <Notice tone="bad" title={t('failed')}>
      <p>{t(`common:errors.${error.code}.title`)}</p>
      {error.detail !== '' && <p className="mono detail">{error.detail}</p>}
    </Notice>
  );
}
