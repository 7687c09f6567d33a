/** The first layer's filters: now, before the first step, and the difference. Page side. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count, tensorValue } from '../../lib/units';
import { towersOf, weightsOf, type NetworkSpec } from '../../network';
import type { Filters } from '../../protocol/inspection';
import { useModelVersion, useQuery } from '../shared/query/useQuery';
import { useNetwork } from '../shared/useNetwork';
import { useLab } from '../lab';
import { Action, Card, ErrorNotice, Segments, TileImage } from '../shared';

const moments = ['now', 'start', 'change'] as const;
type Moment = (typeof moments)[number];

/** Bytes of one filter: side² · 3, at its index in the layer's bytes. */
export function filterPixels({ pixels, side }: Filters, index: number): Uint8Array {
  const size = side * side * 3;
  return pixels.subarray(index * size, (index + 1) * size);
}

/**
 * As many filters of the same size, all zero. Null if the network's first convolution does not see
 * colours.
 */
export function pendingFilters(network: NetworkSpec): Filters | null {
  const kernel = weightsOf(network).find(({ shape }) => shape.length === 4);
  const [side, , channels, amount] = kernel?.shape ?? [];
  if (side === undefined || channels !== 3 || amount === undefined) return null;
  const pixels = new Uint8Array(amount * side * side * channels);
  const layer = kernel?.name.split('/')[0] ?? '';
  return { layer, count: amount, side, extent: 1, pixels };
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

/** Fraction of the training time for polls that nobody requested. */
const timeFraction = 0.005;

interface ScaledProps {
  readonly at: Moment;
  readonly filters: Filters;
  readonly isPending: boolean;
}

/** The filters, with what their greys mean; hidden while they are pending. */
function Scaled({ at, filters, isPending }: ScaledProps) {
  const { t } = useTranslation('explore');
  return (
    <div className={isPending ? 'stack pending' : 'stack'} aria-hidden={isPending}>
      <p className="note">{t(`filters.scale.${at}`, { extent: tensorValue(filters.extent) })}</p>
      <FilterTiles filters={filters} />
    </div>
  );
}

/**
 * As many hidden filters as the network has, which take the room of its filters until they arrive:
 * these are requested when the card comes on screen, and everything below would move under the
 * pointer.
 */
function usePendingFilters(isPending: boolean): Filters | null {
  const network = useNetwork();
  return useMemo(() => (isPending ? pendingFilters(network) : null), [isPending, network]);
}

export function FiltersCard() {
  const { t } = useTranslation('explore');
  const hasModel = useLab((state) => state.hasModel);
  const scope = useLab(({ run }) => run?.id ?? '');
  const epochs = useLab(({ run }) => run?.epochs.length ?? 0);
  const ended = useLab(({ run }) => Boolean(run?.report));
  const [opened, setOpened] = useState(false);
  const [moment, setMoment] = useState<Moment>('now');
  const shown = hasModel && (opened || ended || epochs > 0);
  const version = useModelVersion();
  const { answer, request, ref } = useQuery(shown ? { type: 'filters', at: moment } : null, {
    scope,
    // Those before the first step stay as they are.
    ...(moment !== 'start' && { version }),
    poll: { timeFraction, after: moment === 'start' ? 0 : epochs },
  });
  const pending = usePendingFilters(shown && !answer);
  const filters = answer?.ok ? answer.value : pending;
  const note = filters && {
    note: t('filters.note', { n: count(filters.count), side: count(filters.side), layer: filters.layer }),
  };
  const show = (): void => {
    setOpened(true);
    request();
  };
  return (
    <Card
      className="stack"
      title={t('filters.title')}
      {...note}
      actions={<Action onPress={show}>{t(shown ? 'filters.again' : 'filters.load')}</Action>}
    >
      <div className="stack" ref={ref}>
        <p className="note">{t('filters.explain')}</p>
        {shown && (
          <Segments
            label={t('filters.moment')}
            value={moment}
            onChange={setMoment}
            options={moments.map((id) => ({ id, label: t(`filters.moments.${id}`) }))}
          />
        )}
        {answer?.ok === false && <ErrorNotice error={answer.error} />}
        {filters && <Scaled at={moment} filters={filters} isPending={filters === pending} />}
        {answer?.ok && !filters && <p>{t('filters.unknown')}</p>}
      </div>
    </Card>
  );
}
