/** The network of the model at hand. Page side. */
import { useMemo } from 'react';
import { networkFor, type NetworkSpec } from '../../network';
import { experimentAtHand } from '../../store/selectors';
import { useLab } from '../lab';

export function useNetwork(): NetworkSpec {
  const experiment = useLab(experimentAtHand);
  return useMemo(() => networkFor(experiment), [experiment]);
}
