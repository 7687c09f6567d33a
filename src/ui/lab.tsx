/** How components access the store and the actions. */
import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { LabActions } from '../store/actions';
import type { LabState } from '../store/state';
import type { LabStore } from '../store/store';

export interface Lab {
  readonly store: LabStore;
  readonly actions: LabActions;
}

export const LabContext = createContext<Lab | null>(null);

/** The store and the actions. Throws outside of `<LabContext>`. */
function useLabContext(): Lab {
  const lab = use(LabContext);
  if (!lab) throw new Error('A panel must be inside <LabContext>');
  return lab;
}

/** A value of the store; the component renders again when it changes (Object.is). */
export const useLab = <T,>(select: (state: LabState) => T): T => useStore(useLabContext().store, select);

export const useActions = (): LabActions => useLabContext().actions;

/** Returns a function that reads the current state; nothing renders again when it changes. */
export const useLabNow = (): (() => LabState) => useLabContext().store.getState;
