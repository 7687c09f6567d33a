/** The first layer's filters: now, before the first step, and the difference. Page side. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../lib/result';
import { count, tensorValue } from '../../lib/units';
import { towersOf } from '../../network';
import type { EngineError } from '../../protocol/errors';
import type { Filters } from '../../protocol/inspection';
import { usePollScheduler } from './inspect/usePollScheduler';
import { useNetwork } from '../shared/useNetwork';
import { useActions, useLab } from '../lab';
import { Action, Card, ErrorNotice, Segments, TileImage } from '../shared';

const moments = ['now', 'start', 'change'] as const;
type Moment = (typeof moments)[number];

/** Bytes of one filter: side² · 3, at its index in the layer's bytes. */
export function filterPixels({ pixels, side }: Filters, index: number): Uint8Array {
  const size = side * side * 3;
  return pixels.subarray(index * size, (index + 1) * size);
}

/** Filters from `first` to before `end`. */
function Tiles({
  filters,
  first,
  end,
}: {
  readonly filters: Filters;
  readonly first: number;
  readonly end: number;
}) {
  const { t } = useTranslation('explore');
  return (
    <ul className="tiles filters">
      {Array.from({ length: end - first }, (_, i) => first + i).map((index) => (
        <li key={index}>
          <TileImage
            pixels={filterPixels(filters, index)}
            side={filters.side}
            alt={t('filters.alt', { index: count(index + 1) })}
          />
        </li>
      ))}
    </ul>
  );
}

/** With two towers, the first half of the filters beside the second. */
function FilterTiles({ filters }: { readonly filters: Filters }) {
  const { t } = useTranslation('inside');
  const network = useNetwork();
  if (towersOf(network) === 1) return <Tiles filters={filters} first={0} end={filters.count} />;
  const half = filters.count / 2;
  return (
    <div className="towers">
      {[0, 1].map((tower) => (
        <div key={tower} className="stack">
          <h4>
            {t('towers.name', {
              n: count(tower + 1),
              first: count(tower * half),
              last: count((tower + 1) * half - 1),
            })}
          </h4>
          <Tiles filters={filters} first={tower * half} end={(tower + 1) * half} />
        </div>
      ))}
    </div>
  );
}

/** Fraction of the training time for unrequested polls of another moment's filters. */
const timeFraction = 0.005;

/**
 * The filters at another moment than now, requested when it is chosen; the difference is requested
 * again when the current filters change.
 */
function OtherMoment({ at, now }: { readonly at: Exclude<Moment, 'now'>; readonly now: Filters }) {
  const { t } = useTranslation('explore');
  const { ask } = useActions();
  const [answer, setAnswer] = useState<Result<Filters | null, EngineError> | null>(null);
  const loadFilters = useCallback(async () => setAnswer(await ask({ kind: 'filters', at })), [ask, at]);
  const { ref, scheduler } = usePollScheduler(loadFilters, timeFraction, at);
  useEffect(() => {
    if (at === 'change' && now.count > 0) scheduler.current?.hint();
  }, [scheduler, at, now]);
  return (
    <div className="stack" ref={ref}>
      {answer?.ok === false && <ErrorNotice error={answer.error} />}
      {answer?.ok &&
        (answer.value ? <Scaled at={at} filters={answer.value} /> : <p>{t('filters.unknown')}</p>)}
    </div>
  );
}

/** The filters, with what their greys mean. */
function Scaled({ at, filters }: { readonly at: Moment; readonly filters: Filters }) {
  const { t } = useTranslation('explore');
  return (
    <>
      <p className="note">{t(`filters.scale.${at}`, { extent: tensorValue(filters.extent) })}</p>
      <FilterTiles filters={filters} />
    </>
  );
}

export function FiltersCard() {
  const { t } = useTranslation('explore');
  const { loadFilters } = useActions();
  const filters = useLab((state) => state.filters);
  const hasModel = useLab((state) => state.hasModel);
  const [moment, setMoment] = useState<Moment>('now');
  const note = filters && {
    note: t('filters.note', { n: count(filters.count), side: count(filters.side), layer: filters.layer }),
  };
  return (
    <Card
      className="stack"
      title={t('filters.title')}
      {...note}
      actions={
        <Action isDisabled={!hasModel} onPress={loadFilters}>
          {t(filters ? 'filters.again' : 'filters.load')}
        </Action>
      }
    >
      <p className="note">{t('filters.explain')}</p>
      {!hasModel && <p>{t('filters.none')}</p>}
      {filters && (
        <Segments
          label={t('filters.moment')}
          value={moment}
          onChange={setMoment}
          options={moments.map((id) => ({ id, label: t(`filters.moments.${id}`) }))}
        />
      )}
      {filters && moment === 'now' && <Scaled at="now" filters={filters} />}
      {filters && moment !== 'now' && <OtherMoment key={moment} at={moment} now={filters} />}
    </Card>
  );
}
