/** The way to the five places, with what has been done ticked off. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLab } from '../panels/lab';
import { isDone, placeIds, useCurrentPlace, type PlaceId } from './places';

export function PlaceNav() {
  const { t } = useTranslation('shell');
  const current = useCurrentPlace();
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    const link = list.current?.querySelector<HTMLElement>(`[href="#${current}"]`);
    // Only the bar itself moves: `scrollIntoView` would move the page too.
    if (link && list.current) list.current.scrollLeft = link.offsetLeft - list.current.offsetLeft - 40;
  }, [current]);
  return (
    <nav className="places-nav" aria-label={t('places.label')} ref={list}>
      <ul>
        {placeIds.map((id) => (
          <li key={id}>
            <PlaceLink id={id} isCurrent={id === current} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function PlaceLink({ id, isCurrent }: { readonly id: PlaceId; readonly isCurrent: boolean }) {
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
