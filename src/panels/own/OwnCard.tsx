/** A person's own pictures: how they come in, what the network gets of each, what it answers, and what that is worth. Page side. */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { mostPictureBytes, mostPicturePixels } from '../../lib/pictureLimits';
import { bytes, count, si } from '../../lib/units';
import { isBusy } from '../../store/selectors';
import { useLab } from '../lab';
import { Card, Notice } from '../shared';
import { mostKept, type Own, type Reading } from './desk';
import { Intake } from './Intake';
import { PictureItem } from './PictureItem';
import { useDesk } from './useDesk';
import './own.css';

export function OwnCard() {
  const { t } = useTranslation('own');
  const { desk, list } = useDesk();
  const hasModel = useLab((state) => state.hasModel);
  const busy = useLab(isBusy);
  const { pictures, left } = list;
  const read = pictures.some(({ reading }) => reading.state === 'read');
  const items = useRef<HTMLUListElement>(null);
  const pick = useRef<HTMLButtonElement>(null);
  const remove = (id: number, place: number): void => {
    // Before the pressed button is gone: with it, the focus would fall back to the beginning of the page.
    const buttons = items.current?.querySelectorAll<HTMLElement>('.own-head > .action');
    (buttons?.[place + 1] ?? buttons?.[place - 1] ?? pick.current)?.focus();
    desk.remove(id);
  };
  const limits = { bytes: bytes(mostPictureBytes), pixels: si(mostPicturePixels), n: count(mostKept) };
  return (
    <Card className="stack own" title={t('title')}>
      <p className="note">{t('explain')}</p>
      <Intake pick={pick} onGiven={(given) => desk.add(given)} />
      <p className="note">{t('limits', limits)}</p>
      {left > 0 && <p role="alert">{t('left', { n: count(mostKept), left: count(left) })}</p>}
      {read && !hasModel && (
        <Notice tone="info" title={t('noModel')}>
          <p>{t('noModelHelp')}</p>
        </Notice>
      )}
      {read && hasModel && busy && <p className="note">{t('renewed')}</p>}
      {pictures.length > 0 && (
        <ul ref={items} className="own-list" aria-label={t('list')}>
          {pictures.map((own, place) => (
            <PictureItem key={own.id} own={own} hasModel={hasModel} onRemove={() => remove(own.id, place)} />
          ))}
        </ul>
      )}
      <Said pictures={pictures} />
      {read && hasModel && (
        <Notice tone="info" title={t('worthTitle')}>
          <p>{t('worth')}</p>
        </Notice>
      )}
    </Card>
  );
}

/** For screen readers: how far all of them are. */
function Said({ pictures }: { readonly pictures: readonly Own[] }) {
  const { t } = useTranslation('own');
  const of = (...states: readonly Reading['state'][]): string =>
    count(pictures.filter(({ reading }) => states.includes(reading.state)).length);
  const said = { taken: of('read'), refused: of('refused', 'failed'), open: of('waiting', 'reading') };
  return (
    <output className="hidden-text" data-testid="own-said">
      {pictures.length > 0 && t('said', said)}
    </output>
  );
}
