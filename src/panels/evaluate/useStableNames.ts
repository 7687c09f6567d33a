/** The class names as a value that changes with the language only. Page side. */
import { useMemo } from 'react';
import { useClassNames } from '../shared';

export function useStableNames(): readonly string[] {
  const joined = useClassNames().join('\n');
  return useMemo(() => joined.split('\n'), [joined]);
}
