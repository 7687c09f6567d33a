/** Any figure of an evaluation can open the images behind it, in a dialog over the page. Page side. */
import { createContext, use, useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JudgedFilter, JudgedOrder } from '../../protocol/images';
import { Sheet, useClassNames } from '../shared';
import { JudgedView } from './JudgedView';
import type { JudgedChoice } from './useJudged';
import { everyImage, titleOf } from './words';

/** Opens the images for which these conditions hold. */
export type OpenImages = (filter: Partial<JudgedFilter>, order?: JudgedOrder) => void;

const OpenImagesContext = createContext<OpenImages>(() => undefined);

export const useOpenImages = (): OpenImages => use(OpenImagesContext);

/** One dialog for all figures inside of it. */
export function ImagesDialog({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation(['judged', 'common']);
  const names = useClassNames();
  const [choice, setChoice] = useState<JudgedChoice | null>(null);
  // The same function for ever: what can open images, a whole matrix among it, is not drawn again when the dialog is.
  const open: OpenImages = useCallback(
    (filter, order = 'loss') => setChoice({ filter: { ...everyImage, ...filter }, order }),
    [],
  );
  return (
    <OpenImagesContext value={open}>
      {children}
      <Sheet
        isOpen={choice !== null}
        onClose={() => setChoice(null)}
        title={choice ? titleOf(choice.filter, names, t) : ''}
      >
        {choice && <JudgedView initial={choice} />}
      </Sheet>
    </OpenImagesContext>
  );
}
