import type { data as source } from '../en/data';
import type { Words } from '../words';

export const data: Words<typeof source> = {
  title: '데이터',
};
