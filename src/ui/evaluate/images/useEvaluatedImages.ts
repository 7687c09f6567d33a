/** The images of the last evaluation that match a filter, requested page by page. Page side. */
import { startTransition, useEffect, useMemo, useState } from 'react';
import type { EngineError } from '../../../protocol/errors';
import type { ImageFilter, EvaluatedImage, ImageOrder } from '../../../protocol/evaluation';
import { useActions, useLab } from '../../lab';

/** Images per page. */
export const pageSize = 48;

/** At most this many are shown; a filter leads to the others. */
export const maxShown = 20 * pageSize;

export interface ImageChoice {
  readonly filter: ImageFilter;
  readonly order: ImageOrder;
}

export interface ImageList {
  /** How many images match the filter; null before that is known. */
  readonly total: number | null;
  readonly images: readonly EvaluatedImage[];
  readonly error: EngineError | null;
}

const nothing: ImageList = { total: null, images: [], error: null };

/** Whether `pages` of a list are loaded, or everything there is. */
const isWhole = ({ total, images, error }: ImageList, pages: number): boolean =>
  error !== null || images.length >= Math.min(pages * pageSize, total ?? Number.POSITIVE_INFINITY);

/**
 * `pages`: how many are wanted. Another choice, or another evaluation, starts over; the old images
 * stay until its answer arrives.
 */
export function useEvaluatedImages({ filter, order }: ImageChoice, pages: number): ImageList {
  const { ask } = useActions();
  const evaluation = useLab((state) => state.evaluation);
  // Identifies the request, so that each page that arrives can be assigned to it.
  const subject = useMemo(() => ({ filter, order, evaluation }), [filter, order, evaluation]);
  const [loaded, setLoaded] = useState<{ of: object | null; list: ImageList }>({ of: null, list: nothing });
  useEffect(() => {
    const before = loaded.of === subject ? loaded.list : nothing;
    if (!subject.evaluation || isWhole(before, pages)) return undefined;
    let current = true;
    const offset = before.images.length;
    void ask({ type: 'evaluatedImages', filter, order, offset, count: pageSize }).then((reply) => {
      if (!current) return;
      // An empty page ends the list, whatever its total says: else it would be requested forever.
      const list = !reply.ok
        ? { ...before, error: reply.error }
        : reply.value.images.length === 0
          ? { ...before, total: offset }
          : { total: reply.value.total, images: [...before.images, ...reply.value.images], error: null };
      // Rendered as a transition: dozens of images at once would block the page.
      startTransition(() => setLoaded({ of: subject, list }));
    });
    return () => {
      current = false;
    };
  }, [ask, filter, order, pages, subject, loaded]);
  return loaded.list;
}
