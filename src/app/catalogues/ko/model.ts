import type { model as source } from '../en/model';
import type { Words } from '../words';

export const model: Words<typeof source> = {
  title: '모델',
};
