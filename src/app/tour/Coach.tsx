/**
 * The guided tour: a small dialog at the bottom of the window that goes through the sections one by
 * one. It is not modal: the section it describes can be used meanwhile. Escape ends it.
 */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, Heading } from 'react-aria-components';
import { goToSection, Action } from '../../ui/shared';
import { sectionIds, type SectionId } from '../sections';
import './tour.css';

interface StepProps {
  readonly section: SectionId;
  readonly onMove: (by: -1 | 1) => void;
  readonly onEnd: () => void;
}

/** Each step is a dialog of its own, so that it takes the focus and is read out. */
function Step({ section, onMove, onEnd }: StepProps) {
  const { t } = useTranslation(['tour', 'shell']);
  const at = sectionIds.indexOf(section);
  const isLast = at === sectionIds.length - 1;
  const name = t(`shell:places.${section}`);
  useEffect(() => {
    // Its result is not returned: where scrolling returns a promise, React would take it for the
    // effect's cleanup.
    document.getElementById(section)?.scrollIntoView();
  }, [section]);
  return (
    <Dialog className="coach-dialog">
      <Heading slot="title" level={2}>
        {t('title', { n: at + 1, of: sectionIds.length, place: name })}
      </Heading>
      <p>{t(`steps.${section}`)}</p>
      <div className="coach-actions">
        <Action variant="primary" onPress={() => (isLast ? onEnd() : onMove(1))}>
          {t(isLast ? 'done' : 'next')}
        </Action>
        {at > 0 && <Action onPress={() => onMove(-1)}>{t('back')}</Action>}
        <Action onPress={() => goToSection(section)}>{t('go', { place: name })}</Action>
        {!isLast && (
          <Action variant="quiet" onPress={onEnd}>
            {t('skip')}
          </Action>
        )}
      </div>
    </Dialog>
  );
}

/** `onEnd`: called when the tour was finished, skipped or escaped. */
export function Coach({ onEnd }: Pick<StepProps, 'onEnd'>) {
  const [at, setAt] = useState(0);
  const section = sectionIds[at] ?? 'data';
  useEffect(() => {
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onEnd();
    };
    document.addEventListener('keydown', escape);
    return () => document.removeEventListener('keydown', escape);
  }, [onEnd]);
  return (
    <div className="coach" data-testid="tour" data-step={at + 1}>
      <Step key={section} section={section} onMove={(by) => setAt(at + by)} onEnd={onEnd} />
    </div>
  );
}
