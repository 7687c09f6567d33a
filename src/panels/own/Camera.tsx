/** A picture from the camera, in a dialog: what it sees, and a button that takes it. Page side. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canvasIsExact } from '../../charts/save';
import { Action, Notice, Sheet } from '../shared';
import { useCamera } from './useCamera';

interface CameraProps {
  /** An empty file where the browser could not write it. */
  readonly onShot: (picture: Blob) => void;
}

export function Camera({ onShot }: CameraProps) {
  const { t } = useTranslation('own');
  return (
    <Sheet trigger={<Action>{t('camera.open')}</Action>} title={t('camera.title')}>
      <Finder onShot={onShot} />
    </Sheet>
  );
}

/** The present frame as a PNG: it goes the way of any other file. */
function shoot(video: HTMLVideoElement, onShot: CameraProps['onShot']): void {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  canvas.toBlob((picture) => onShot(picture ?? new Blob()));
}

function Finder({ onShot }: CameraProps) {
  const { t } = useTranslation(['own', 'common']);
  const video = useRef<HTMLVideoElement>(null);
  const [live, setLive] = useState(false);
  const [exact] = useState(canvasIsExact);
  const { stream, problem } = useCamera();
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  if (problem)
    return (
      <Notice tone="warn" live title={t('camera.problem')}>
        <p>{t(`camera.problems.${problem}`)}</p>
      </Notice>
    );
  return (
    <div className="stack">
      <video
        ref={video}
        className="own-video"
        aria-label={t('camera.view')}
        autoPlay
        muted
        playsInline
        onPlaying={() => setLive(true)}
      />
      <p className="note">{t(live ? 'camera.stays' : 'camera.asking')}</p>
      {!exact && <p className="note">{t('common:noisyPicture')}</p>}
      {/* It closes the dialog, and with it the camera; the frame has been copied by then. */}
      <Action
        look="primary"
        slot="close"
        isDisabled={!live}
        onPress={() => video.current && shoot(video.current, onShot)}
      >
        {t('camera.shoot')}
      </Action>
    </div>
  );
}
