import type { device as source } from '../en/device';
import type { Words } from '../words';

export const device: Words<typeof source> = {
  title: '장치',
};
