/**
 * Which layer is pointed at and which is open: shared by the table's rows and the picture's blocks.
 */
import { useMemo, useState } from 'react';

export interface Highlight {
  /** Name of the layer under the pointer or the focus; null: none. */
  readonly pointed: string | null;
  /** Name of the layer whose row is open; null: none. */
  readonly open: string | null;
  readonly point: (name: string | null) => void;
  /** Opens a row, or closes it if it is open. */
  readonly toggle: (name: string) => void;
}

export function useHighlight(): Highlight {
  const [pointed, point] = useState<string | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  return useMemo(() => {
    const toggle = (name: string) => setOpen((current) => (current === name ? null : name));
    return { pointed, open, point, toggle };
  }, [pointed, open]);
}
