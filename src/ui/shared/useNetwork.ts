/**
 * Networks for the page's state, rebuilt only when a field that decides them changes. Page side.
 */
import { useMemo } from 'react';
import { networkKey } from '../../experiment/keys';
import { networkFor, summarize, type NetworkSummary, type NetworkSpec } from '../../network';
import { useLab } from '../lab';
import { experimentAtHand } from '../../store/selectors';

/** The summary of the form's network. */
export function useSummary(): NetworkSummary {
  const experiment = useLab((state) => state.experiment);
  const key = networkKey(experiment);
  // oxlint-disable-next-line react/exhaustive-deps -- the key is all that the network is made of
  return useMemo(() => summarize(networkFor(experiment)), [key]);
}

/** The network of the loaded run; the form's if none is loaded. */
export function useNetwork(): NetworkSpec {
  const experiment = useLab(experimentAtHand);
  return useMemo(() => networkFor(experiment), [experiment]);
}
