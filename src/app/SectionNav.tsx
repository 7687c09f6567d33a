/** Links to the five sections, with a tick on those that are done. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLab } from '../ui/lab';
import { isDone, sectionIds, useCurrentSection, type SectionId } from './sections';

export function SectionNav() {
  const { t } = useTranslation('shell');
  const current = useCurrentSection();
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    const link = list.current?.querySelector<HTMLElement>(`[href="#${current}"]`);
    // Scrolls only the bar: `scrollIntoView` would scroll the page too.
    if (link && list.current) list.current.scrollLeft = link.offsetLeft - list.current.offsetLeft - 40;
  }, [current]);
  return (
    <nav className="places-nav" aria-label={t('places.label')} ref={list}>
      <ul>
        {sectionIds.map((id) => (
          <li key={id}>
            <SectionLink id={id} isCurrent={id === current} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SectionLink({ id, isCurrent }: { readonly id: SectionId; readonly isCurrent: boolean }) {
  const { t } = useTranslation('shell');
  const done = useLab(isDone[id]);
  return (
    <a href={`#${id}`} aria-current={isCurrent ? 'location' : undefined}>
      {t(`places.${id}`)}
      {done && (
        <>
          <span className="tick" aria-hidden="true">
            ✓
          </span>
          <span className="hidden-text"> {t('places.done')}</span>
        </>
      )}
    </a>
  );
}
