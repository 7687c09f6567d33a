/** The summary of the form's network, made again only when a field that decides it changes. */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { networkFor, summarize, type NetworkSummary } from '../../network';
import { useLab } from '../lab';

export function useSummary(): NetworkSummary {
  const fields = useLab(
    useShallow(({ experiment: { model, input, dropout, norm, convs } }) => ({
      model,
      input,
      dropout,
      norm,
      convs,
    })),
  );
  return useMemo(() => summarize(networkFor(fields)), [fields]);
}
