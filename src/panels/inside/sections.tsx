/** The two views of an image, each with its choices, its answer or why there is none. Page side. */
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { convolutions, spatialLayers, summarize, towersOf } from '../../network';
import type { NetworkSpec } from '../../network';
import type { EngineError, Tile } from '../../protocol/events';
import type { Result } from '../../lib/result';
import { useActions } from '../lab';
import { Choice, ErrorNotice, useClassNames } from '../shared';
import { HeatView } from './HeatView';
import { Maps } from './Maps';
import { useLook } from './useLook';
import { useNetwork } from './useNetwork';

/** Channels on show at most. */
const mostMaps = 24;

interface SectionProps {
  readonly tile: Tile;
  readonly share: number;
}

/** `names`: of layers; each with the shape of its output. */
function useLayerOptions(network: NetworkSpec, names: readonly string[]) {
  return useMemo(() => {
    const { rows } = summarize(network);
    return names.map((id) => {
      const shape = rows.find(({ layer }) => layer.name === id)?.outputShape ?? [];
      return { id, label: `${id}, ${shape.slice(1).join(' × ')}` };
    });
  }, [network, names]);
}

interface AnswerProps<T> {
  readonly shown: Result<T, EngineError> | null;
  readonly children: (value: T) => ReactNode;
}

function Answer<T>({ shown, children }: AnswerProps<T>) {
  const { t } = useTranslation('inside');
  if (!shown) return <p className="note">{t('looking')}</p>;
  return shown.ok ? children(shown.value) : <ErrorNotice error={shown.error} />;
}

export function MapsSection({ tile: { index }, share }: SectionProps) {
  const { t } = useTranslation('inside');
  const { ask } = useActions();
  const network = useNetwork();
  const names = useMemo(() => spatialLayers(network).map(({ name }) => name), [network]);
  const options = useLayerOptions(network, names);
  const [wanted, setWanted] = useState('');
  const layer = names.includes(wanted) ? wanted : (names[0] ?? '');
  const askMaps = useCallback(
    () => ask({ kind: 'maps', split: 'test', index, layer, most: mostMaps }),
    [ask, index, layer],
  );
  const { place, shown } = useLook(`${index} ${layer}`, askMaps, share);
  return (
    <div className="stack" ref={place}>
      <p className="note">{t('maps.explain')}</p>
      <Choice label={t('layer')} value={layer} onChange={setWanted} options={options} />
      <Answer shown={shown}>{(maps) => <Maps shown={maps} towers={towersOf(network)} />}</Answer>
    </div>
  );
}

/** The model's own answer, or one of the ten classes. */
const own = 'own';

export function HeatSection({ tile, share }: SectionProps) {
  const { t } = useTranslation('inside');
  const { ask } = useActions();
  const network = useNetwork();
  const names = useMemo(() => convolutions(network).map(({ name }) => name), [network]);
  const options = useLayerOptions(network, names);
  const classes = useClassNames();
  const [wanted, setWanted] = useState('');
  const [of, setOf] = useState<string>(own);
  const layer = names.includes(wanted) ? wanted : (names.at(-1) ?? '');
  const { index } = tile;
  const classId = of === own ? null : Number(of);
  const askHeat = useCallback(
    () => ask({ kind: 'gradCam', split: 'test', index, layer, classId }),
    [ask, index, layer, classId],
  );
  const { place, shown } = useLook(`${index} ${layer} ${of}`, askHeat, share);
  const classOptions = [
    { id: own, label: t('heat.own') },
    ...classes.map((label, id) => ({ id: String(id), label })),
  ];
  return (
    <div className="stack" ref={place}>
      <p className="note">{t('heat.explain')}</p>
      <Choice label={t('heat.of')} value={of} onChange={setOf} options={classOptions} />
      <Choice label={t('layer')} value={layer} onChange={setWanted} options={options} />
      <Answer shown={shown}>{(heat) => <HeatView tile={tile} heat={heat} />}</Answer>
    </div>
  );
}
