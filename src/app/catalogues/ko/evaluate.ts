import type { evaluate as source } from '../en/evaluate';
import type { Words } from '../words';

export const evaluate: Words<typeof source> = {
  title: '평가',
};
