/** The queue of this card, which is notified of each change of the model. Page side. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LabState } from '../../../store/state';
import { useActions, useLab } from '../../lab';
import { UploadQueue, type UploadList } from './uploadQueue';

/**
 * A different text for each model, for every epoch it has been trained, and for the end of its run;
 * null without a model.
 */
export const modelNow = ({ hasModel, run }: LabState): string | null =>
  hasModel ? [run?.id, run?.epochs.length, run?.report?.end].join('/') : null;

export function useUploads(): { readonly queue: UploadQueue; readonly list: UploadList } {
  const { ask } = useActions();
  const [queue] = useState(() => new UploadQueue(ask));
  const model = useLab(modelNow);
  useEffect(() => queue.setModel(model), [queue, model]);
  return { queue, list: useStore(queue.store) };
}
