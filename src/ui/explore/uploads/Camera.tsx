/** Takes a picture with the camera: a dialog with the live view and a button. Page side. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canvasIsExact } from '../../../charts/save';
import { Action, Notice, Dialog } from '../../shared';
import { useCamera } from './useCamera';

interface CameraProps {
  /** Called with an empty file if the browser could not encode the picture. */
  readonly onShot: (picture: Blob) => void;
}

export function Camera({ onShot }: CameraProps) {
  const { t } = useTranslation('uploads');
  return (
    <Dialog trigger={<Action>{t('camera.open')}</Action>} title={t('camera.title')}>
      <Finder onShot={onShot} />
    </Dialog>
  );
}

/** Passes on the current frame as a PNG, which is then treated like any other file. */
function shoot(video: HTMLVideoElement, onShot: CameraProps['onShot']): void {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  canvas.toBlob((picture) => onShot(picture ?? new Blob()));
}

function Finder({ onShot }: CameraProps) {
  const { t } = useTranslation(['uploads', 'common']);
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
      {/* Closes the dialog, and with it the camera; the frame has been copied by then. */}
      <Action
        variant="primary"
        slot="close"
        isDisabled={!live}
        onPress={() => video.current && shoot(video.current, onShot)}
      >
        {t('camera.shoot')}
      </Action>
    </div>
  );
}
