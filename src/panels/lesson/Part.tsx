/** A part of the page that a link can leave out. */
import type { ReactNode } from 'react';
import type { PartId } from '../../experiment/lesson';
import { useLab } from '../lab';

interface PartProps {
  readonly id: PartId;
  readonly children: ReactNode;
}

export function Part({ id, children }: PartProps) {
  const hidden = useLab(({ lesson }) => lesson.hide.includes(id));
  return hidden ? null : children;
}
