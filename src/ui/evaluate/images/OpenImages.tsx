/**
 * Lets any figure of an evaluation open the images behind it, in a dialog over the page. Page side.
 */
import { createContext, use, useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageFilter, ImageOrder } from '../../../protocol/evaluation';
import { Dialog, useClassNames } from '../../shared';
import { EvaluatedImages } from './EvaluatedImages';
import type { ImageChoice } from './useEvaluatedImages';
import { everyImage, titleOf } from './words';

/** Opens the images that match these conditions. */
export type OpenImages = (filter: Partial<ImageFilter>, order?: ImageOrder) => void;

const OpenImagesContext = createContext<OpenImages>(() => undefined);

export const useOpenImages = (): OpenImages => use(OpenImagesContext);

/** One dialog for all figures inside it. */
export function ImagesDialog({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation(['images', 'common']);
  const names = useClassNames();
  const [choice, setChoice] = useState<ImageChoice | null>(null);
  // The function stays the same, so that its users, such as a whole matrix, do not render again
  // when the dialog does.
  const open: OpenImages = useCallback(
    (filter, order = 'loss') => setChoice({ filter: { ...everyImage, ...filter }, order }),
    [],
  );
  return (
    <OpenImagesContext value={open}>
      {children}
      <Dialog
        isOpen={choice !== null}
        onClose={() => setChoice(null)}
        title={choice ? titleOf(choice.filter, names, t) : ''}
      >
        {choice && <EvaluatedImages initial={choice} />}
      </Dialog>
    </OpenImagesContext>
  );
}
