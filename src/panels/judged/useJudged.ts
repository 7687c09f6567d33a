/** The images of the last evaluation that a filter lets through, asked for page by page. Page side. */
import { useEffect, useState } from 'react';
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

const unknown: JudgedList = { total: null, images: [], error: null };

/** `pages`: how many are wanted. Another choice, or another evaluation, begins anew; what was there stays until the answer comes. */
export function useJudged({ filter, order }: JudgedChoice, pages: number): JudgedList {
  const { ask } = useActions();
  const evaluation = useLab((state) => state.evaluation);
  const [list, setList] = useState<JudgedList>(unknown);
  useEffect(() => {
    if (!evaluation) return undefined;
    let current = true;
    const load = async (): Promise<void> => {
      let images: readonly JudgedImage[] = [];
      for (let page = 0; page < pages; page++) {
        const offset = page * pageSize;
        const reply = await ask({ kind: 'judged', filter, order, offset, count: pageSize });
        if (!current) return;
        if (!reply.ok) return setList({ ...unknown, error: reply.error });
        images = [...images, ...reply.value.images];
        setList({ total: reply.value.total, images, error: null });
        if (images.length >= reply.value.total) return;
      }
    };
    void load();
    return () => {
      current = false;
    };
  }, [ask, evaluation, filter, order, pages]);
  return list;
}
