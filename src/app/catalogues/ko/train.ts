import type { train as source } from '../en/train';
import type { Words } from '../words';

export const train: Words<typeof source> = {
  title: '훈련',
};
