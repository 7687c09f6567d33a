import type { shell as source } from '../en/shell';
import type { Words } from '../words';

export const shell: Words<typeof source> = {
  title: 'AlexNet Lab',
};
