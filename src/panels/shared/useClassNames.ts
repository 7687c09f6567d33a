/** CIFAR-10's class names in the page's language, in label order. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const labels = [
  'airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck',
] as const; // prettier-ignore

/** Ten names; index = label. The same array until the language changes, so that drawings can depend on it. */
export function useClassNames(): readonly string[] {
  const { t } = useTranslation('common');
  return useMemo(() => labels.map((label) => t(`classes.${label}`)), [t]);
}
