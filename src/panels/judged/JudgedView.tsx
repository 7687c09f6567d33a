/** Images of the last evaluation to look through: filters, the images, and one of them opened. Page side. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import { useLab } from '../lab';
import { Action, ErrorNotice } from '../shared';
import { Filters } from './Filters';
import { ImageCard } from './ImageCard';
import { JudgedGrid } from './JudgedGrid';
import { mostShown, pageSize, useJudged, type JudgedChoice, type JudgedList } from './useJudged';
import './judged.css';

interface JudgedViewProps {
  /** What it begins with. */
  readonly initial: JudgedChoice;
  /** Whether the filters are in sight from the start. */
  readonly open?: boolean;
}

export function JudgedView({ initial, open = false }: JudgedViewProps) {
  const { t } = useTranslation('judged');
  const [choice, setChoice] = useState(initial);
  const [pages, setPages] = useState(1);
  const [opened, setOpened] = useState<number | null>(null);
  const [filtering, setFiltering] = useState(open);
  const list = useJudged(choice, pages);
  const choose = (next: JudgedChoice): void => {
    setChoice(next);
    setPages(1);
    setOpened(null);
  };
  const grid = useRef<HTMLDivElement>(null);
  const back = (): void => {
    const place = opened ?? 0;
    setOpened(null);
    // The images are drawn by then; the one that was opened is where the person was.
    requestAnimationFrame(() => grid.current?.querySelectorAll<HTMLElement>('.judged-tile')[place]?.focus());
  };
  return (
    <div className="judged" ref={grid}>
      {opened === null ? (
        <>
          {filtering ? (
            <Filters choice={choice} onChange={choose} />
          ) : (
            <p>
              <Action onPress={() => setFiltering(true)}>{t('filter')}</Action>
            </p>
          )}
          {list.error && <ErrorNotice error={list.error} />}
          <Found list={list} />
          <JudgedGrid images={list.images} onOpen={setOpened} />
          <More list={list} onMore={() => setPages(pages + 1)} />
        </>
      ) : (
        <Opened list={list} place={opened} onPlace={setOpened} onBack={back} />
      )}
    </div>
  );
}

function Found({ list: { total } }: { readonly list: JudgedList }) {
  const { t } = useTranslation('judged');
  return (
    <output className="note">{total === null ? t('searching') : t('found', { n: count(total) })}</output>
  );
}

function More({ list, onMore }: { readonly list: JudgedList; readonly onMore: () => void }) {
  const { t } = useTranslation('judged');
  const { total, images } = list;
  if (total === null || images.length >= total) return null;
  const shown = t('shown', { n: count(images.length), total: count(total) });
  return (
    <p className="judged-more">
      <span className="note">
        {images.length >= mostShown ? t('tooMany', { n: count(images.length), total: count(total) }) : shown}
      </span>
      {images.length < mostShown && (
        <Action onPress={onMore}>{t('more', { n: count(Math.min(pageSize, total - images.length)) })}</Action>
      )}
    </p>
  );
}

interface OpenedProps {
  readonly list: JudgedList;
  readonly place: number;
  readonly onPlace: (place: number) => void;
  readonly onBack: () => void;
}

function Opened({ list, place, onPlace, onBack }: OpenedProps) {
  const { t } = useTranslation('judged');
  const split = useLab((state) => state.evaluation?.split ?? 'test');
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus({ preventScroll: true }), []);
  const last = list.images.length - 1;
  const go = (to: number): void => {
    onPlace(to);
    // At an end the button that was pressed is off, and would take the focus with it.
    if (to === 0 || to === last) back.current?.focus({ preventScroll: true });
  };
  const image = list.images[place];
  return (
    <>
      <div className="judged-steps">
        <Action onPress={onBack} ref={back}>
          {t('back')}
        </Action>
        <Action isDisabled={place === 0} onPress={() => go(place - 1)}>
          {t('previous')}
        </Action>
        <Action isDisabled={place >= last} onPress={() => go(place + 1)}>
          {t('next')}
        </Action>
        <span className="note">
          {t('place', { n: count(place + 1), total: count(list.total ?? list.images.length) })}
        </span>
      </div>
      {image && <ImageCard image={image} split={split} />}
    </>
  );
}
