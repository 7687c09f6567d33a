/** CIFAR-10's class names in the page's language, in label order. */
import { useTranslation } from 'react-i18next';

const labels = [
  'airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck',
] as const; // prettier-ignore

/** Ten names; index = label. */
export function useClassNames(): readonly string[] {
  const { t } = useTranslation('common');
  return labels.map((label) => t(`classes.${label}`));
}
