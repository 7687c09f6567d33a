/** The desk of this card, which hears of the model. Page side. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LabState } from '../../store/state';
import { useActions, useLab } from '../lab';
import { OwnDesk, type OwnList } from './desk';

/** Another text for another model, for every epoch that it has learnt, and for the end of its run; null without one. */
export const modelNow = ({ hasModel, run }: LabState): string | null =>
  hasModel ? [run?.id, run?.epochs.length, run?.report?.end].join('/') : null;

export function useDesk(): { readonly desk: OwnDesk; readonly list: OwnList } {
  const { ask } = useActions();
  const [desk] = useState(() => new OwnDesk(ask));
  const model = useLab(modelNow);
  useEffect(() => desk.meet(model), [desk, model]);
  return { desk, list: useStore(desk.store) };
}
