/** The ways to add pictures: drop, paste, pick, camera. Page side; knows no engine. */
import { useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { DropZone, FileTrigger, Text, type FileDropItem } from 'react-aria-components';
import { Action } from '../../shared';
import { Camera } from './Camera';
import type { UploadFile } from './uploadQueue';
import { useStrayFiles } from './useStrayFiles';

interface IntakeProps {
  /** The button that picks files. */
  readonly pick: Ref<HTMLButtonElement>;
  readonly onFiles: (files: readonly UploadFile[]) => void;
}

/** Gives files the names under which the page mentions them. */
function useNaming(): (files: readonly Blob[], kind: 'unnamed' | 'camera.name') => UploadFile[] {
  const { t } = useTranslation('uploads');
  const [counter] = useState(() => ({ n: 0 }));
  return (files, kind) =>
    files.map((file) => {
      const upload = file instanceof File ? file.name : '';
      return { file, name: upload === '' ? t(kind, { n: String(++counter.n) }) : upload };
    });
}

export function Intake({ pick, onFiles }: IntakeProps) {
  const { t } = useTranslation('uploads');
  const zone = useRef<HTMLDivElement>(null);
  const [nothing, setNothing] = useState(false);
  const named = useNaming();
  const take = (files: readonly Blob[], kind: 'unnamed' | 'camera.name' = 'unnamed'): void => {
    setNothing(files.length === 0);
    if (files.length > 0) onFiles(named(files, kind));
  };
  useStrayFiles((files) => {
    zone.current?.scrollIntoView({ block: 'nearest' });
    take(files);
  });
  const dropped = async (items: readonly FileDropItem[]): Promise<void> =>
    take(await Promise.all(items.map((item) => item.getFile())));
  return (
    <>
      <DropZone
        ref={zone}
        className="own-zone"
        onDrop={({ items }) => void dropped(items.filter((item) => item.kind === 'file'))}
      >
        <Text slot="label" className="own-zone-text">
          <b>{t('zone')}</b> <span>{t('paste')}</span>
        </Text>
        <div className="own-ways">
          <FileTrigger
            allowsMultiple
            // File pickers that do not know HEIC as an image would hide what phones take.
            acceptedFileTypes={['image/*', '.heic', '.heif']}
            onSelect={(files) => files && take([...files])}
          >
            <Action ref={pick}>{t('pick')}</Action>
          </FileTrigger>
          <Camera onShot={(picture) => take([picture], 'camera.name')} />
        </div>
      </DropZone>
      {nothing && <p role="alert">{t('noFiles')}</p>}
    </>
  );
}
