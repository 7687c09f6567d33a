/** Images of the last evaluation to look through: filters, the images, and one of them opened. Page side. */
import { useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import { useLab } from '../lab';
import { Action, ErrorNotice } from '../shared';
import { Filters } from './Filters';
import { ImageCard } from './ImageCard';
import { JudgedGrid } from './JudgedGrid';
import { mostShown, pageSize, useJudged, type JudgedChoice, type JudgedList } from './useJudged';
import './judged.css';

/** `initial`: what it begins with. */
export function JudgedView({ initial }: { readonly initial: JudgedChoice }) {
  const [choice, setChoice] = useState(initial);
  const [pages, setPages] = useState(1);
  const [opened, setOpened] = useState<number | null>(null);
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
  if (list.error) return <ErrorNotice error={list.error} />;
  return (
    <div className="judged" ref={grid}>
      {opened === null ? (
        <>
          <Filters choice={choice} onChange={choose} />
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

const takeFocus: Ref<HTMLButtonElement> = (button) => button?.focus({ preventScroll: true });

function Opened({ list, place, onPlace, onBack }: OpenedProps) {
  const { t } = useTranslation('judged');
  const split = useLab((state) => state.evaluation?.split ?? 'test');
  const image = list.images[place];
  if (!image) return null;
  return (
    <>
      <div className="judged-steps">
        <Action onPress={onBack} ref={takeFocus}>
          {t('back')}
        </Action>
        <Action isDisabled={place === 0} onPress={() => onPlace(place - 1)}>
          {t('previous')}
        </Action>
        <Action isDisabled={place >= list.images.length - 1} onPress={() => onPlace(place + 1)}>
          {t('next')}
        </Action>
        <span className="note">
          {t('place', { n: count(place + 1), total: count(list.total ?? list.images.length) })}
        </span>
      </div>
      <ImageCard image={image} split={split} />
    </>
  );
}
