/** The images of the last evaluation that a filter lets through, asked for page by page. Page side. */
import { startTransition, useEffect, useMemo, useState } from 'react';
import type { EngineError } from '../../protocol/events';
import type { JudgedFilter, JudgedImage, JudgedOrder } from '../../protocol/images';
import { useActions, useLab } from '../lab';

/** Images of one page. */
export const pageSize = 48;

/** At most so many are on show: a filter leads to the others. */
export const mostShown = 20 * pageSize;

export interface JudgedChoice {
  readonly filter: JudgedFilter;
  readonly order: JudgedOrder;
}

export interface JudgedList {
  /** Images that the filter lets through; null before that is known. */
  readonly total: number | null;
  readonly images: readonly JudgedImage[];
  readonly error: EngineError | null;
}

const nothing: JudgedList = { total: null, images: [], error: null };

/** Whether `pages` of a list are there, or all that there is. */
const isWhole = ({ total, images, error }: JudgedList, pages: number): boolean =>
  error !== null || images.length >= Math.min(pages * pageSize, total ?? Number.POSITIVE_INFINITY);

/** `pages`: how many are wanted. Another choice, or another evaluation, begins anew; what was there stays until its answer comes. */
export function useJudged({ filter, order }: JudgedChoice, pages: number): JudgedList {
  const { ask } = useActions();
  const evaluation = useLab((state) => state.evaluation);
  // An identity for what is asked of what: a page that comes belongs to one of them.
  const subject = useMemo(() => ({ filter, order, evaluation }), [filter, order, evaluation]);
  const [found, setFound] = useState<{ of: object | null; list: JudgedList }>({ of: null, list: nothing });
  useEffect(() => {
    const before = found.of === subject ? found.list : nothing;
    if (!subject.evaluation || isWhole(before, pages)) return undefined;
    let current = true;
    const offset = before.images.length;
    void ask({ kind: 'judged', filter, order, offset, count: pageSize }).then((reply) => {
      if (!current) return;
      // An empty page ends the list, whatever total it tells: it would be asked for without an end.
      const list = !reply.ok
        ? { ...before, error: reply.error }
        : reply.value.images.length === 0
          ? { ...before, total: offset }
          : { total: reply.value.total, images: [...before.images, ...reply.value.images], error: null };
      // Drawn piece by piece: dozens of images at once would block the page.
      startTransition(() => setFound({ of: subject, list }));
    });
    return () => {
      current = false;
    };
  }, [ask, filter, order, pages, subject, found]);
  return found.list;
}
