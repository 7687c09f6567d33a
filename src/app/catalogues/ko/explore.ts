import type { explore as source } from '../en/explore';
import type { Words } from '../words';

export const explore: Words<typeof source> = {
  title: '탐색',
};
