/** Browses images of the last evaluation: filters, the images, and one opened image. Page side. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../../lib/units';
import { useLab } from '../../lab';
import { Action, ErrorNotice } from '../../shared';
import { Filters } from './Filters';
import { ImageCard } from './ImageCard';
import { ImageGrid } from './ImageGrid';
import {
  maxShown,
  pageSize,
  useEvaluatedImages,
  type ImageChoice,
  type ImageList,
} from './useEvaluatedImages';
import './images.css';

interface EvaluatedImagesProps {
  /** The filter and order to start with. */
  readonly initial: ImageChoice;
  /** Whether the filters are open from the start. */
  readonly open?: boolean;
}

export function EvaluatedImages({ initial, open = false }: EvaluatedImagesProps) {
  const { t } = useTranslation('images');
  const [choice, setChoice] = useState(initial);
  const [pages, setPages] = useState(1);
  const [opened, setOpened] = useState<number | null>(null);
  const [filtering, setFiltering] = useState(open);
  const list = useEvaluatedImages(choice, pages);
  const choose = (next: ImageChoice): void => {
    setChoice(next);
    setPages(1);
    setOpened(null);
  };
  const grid = useRef<HTMLDivElement>(null);
  const back = (): void => {
    const index = opened ?? 0;
    setOpened(null);
    // The images are rendered by then; the focus returns to the one that was opened.
    requestAnimationFrame(() =>
      grid.current?.querySelectorAll<HTMLElement>('.evaluated-tile')[index]?.focus(),
    );
  };
  return (
    <div className="evaluated" ref={grid}>
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
          <ImageGrid images={list.images} onOpen={setOpened} />
          <More list={list} onMore={() => setPages(pages + 1)} />
        </>
      ) : (
        <Opened list={list} index={opened} onIndex={setOpened} onBack={back} />
      )}
    </div>
  );
}

function Found({ list: { total } }: { readonly list: ImageList }) {
  const { t } = useTranslation('images');
  return (
    <output className="note">
      {total === null ? t('searching') : t('found', { count: total, n: count(total) })}
    </output>
  );
}

function More({ list, onMore }: { readonly list: ImageList; readonly onMore: () => void }) {
  const { t } = useTranslation('images');
  const { total, images } = list;
  if (total === null || images.length >= total) return null;
  const shown = t('shown', { n: count(images.length), total: count(total) });
  return (
    <p className="evaluated-more">
      <span className="note">
        {images.length >= maxShown ? t('tooMany', { n: count(images.length), total: count(total) }) : shown}
      </span>
      {images.length < maxShown && (
        <Action onPress={onMore}>{t('more', { n: count(Math.min(pageSize, total - images.length)) })}</Action>
      )}
    </p>
  );
}

interface OpenedProps {
  readonly list: ImageList;
  readonly index: number;
  readonly onIndex: (index: number) => void;
  readonly onBack: () => void;
}

function Opened({ list, index, onIndex, onBack }: OpenedProps) {
  const { t } = useTranslation('images');
  const split = useLab((state) => state.evaluation?.split ?? 'test');
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus({ preventScroll: true }), []);
  const last = list.images.length - 1;
  const go = (to: number): void => {
    onIndex(to);
    // At either end the pressed button is disabled, and would lose the focus.
    if (to === 0 || to === last) back.current?.focus({ preventScroll: true });
  };
  const image = list.images[index];
  return (
    <>
      <div className="evaluated-steps">
        <Action onPress={onBack} ref={back}>
          {t('back')}
        </Action>
        <Action isDisabled={index === 0} onPress={() => go(index - 1)}>
          {t('previous')}
        </Action>
        <Action isDisabled={index >= last} onPress={() => go(index + 1)}>
          {t('next')}
        </Action>
        <span className="note">
          {t('place', { n: count(index + 1), total: count(list.total ?? list.images.length) })}
        </span>
      </div>
      {image && <ImageCard image={image} split={split} />}
    </>
  );
}
