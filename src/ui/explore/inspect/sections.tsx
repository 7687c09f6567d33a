/** The two views of an image, each with its choices, and its answer or an error. Page side. */
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { convolutions, spatialLayers, summarize, towersOf } from '../../../network';
import type { NetworkSpec } from '../../../network';
import type { Tile } from '../../../protocol/data';
import type { EngineError } from '../../../protocol/errors';
import type { Result } from '../../../lib/result';
import { useLab } from '../../lab';
import { Choice, ErrorNotice, useClassNames } from '../../shared';
import { HeatView } from './HeatView';
import { Maps } from './Maps';
import { useModelVersion, useQuery, type QueryOptions } from '../../shared/query/useQuery';
import { useNetwork } from '../../shared/useNetwork';

/** Most channels that are shown. */
const maxMaps = 24;

interface SectionProps {
  readonly tile: Tile;
  readonly timeFraction: number;
}

/** Options for these layers, each with the shape of its output. */
function useLayerOptions(network: NetworkSpec, names: readonly string[]) {
  return useMemo(() => {
    const { rows } = summarize(network);
    return names.map((id) => {
      const shape = rows.find(({ layer }) => layer.name === id)?.outputShape ?? [];
      return { id, label: `${id}, ${shape.slice(1).join(' × ')}` };
    });
  }, [network, names]);
}

/** The answer is about the model of one run, and is asked for again while that is trained. */
function useModelQuery(timeFraction: number): QueryOptions {
  const scope = useLab((state) => state.run?.id ?? '');
  return { scope, version: useModelVersion(), poll: { timeFraction } };
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

export function MapsSection({ tile: { index }, timeFraction }: SectionProps) {
  const { t } = useTranslation('inside');
  const network = useNetwork();
  const names = useMemo(() => spatialLayers(network).map(({ name }) => name), [network]);
  const options = useLayerOptions(network, names);
  const [chosen, setChosen] = useState('');
  const layer = names.includes(chosen) ? chosen : (names[0] ?? '');
  const { ref, answer } = useQuery(
    { type: 'maps', split: 'test', index, layer, maxChannels: maxMaps },
    useModelQuery(timeFraction),
  );
  return (
    <div className="stack" ref={ref}>
      <p className="note">{t('maps.explain')}</p>
      <Choice label={t('layer')} value={layer} onChange={setChosen} options={options} />
      <Answer shown={answer}>{(maps) => <Maps shown={maps} towers={towersOf(network)} />}</Answer>
    </div>
  );
}

/** The class that the model itself predicts; the other choices are the ten classes. */
const modelsChoice = 'own';

export function HeatSection({ tile, timeFraction }: SectionProps) {
  const { t } = useTranslation('inside');
  const network = useNetwork();
  const names = useMemo(() => convolutions(network).map(({ name }) => name), [network]);
  const options = useLayerOptions(network, names);
  const classes = useClassNames();
  const [chosen, setChosen] = useState('');
  const [of, setOf] = useState<string>(modelsChoice);
  const layer = names.includes(chosen) ? chosen : (names.at(-1) ?? '');
  const { index } = tile;
  const classId = of === modelsChoice ? null : Number(of);
  const { ref, answer } = useQuery(
    { type: 'gradCam', split: 'test', index, layer, classId },
    useModelQuery(timeFraction),
  );
  const classOptions = [
    { id: modelsChoice, label: t('heat.own') },
    ...classes.map((label, id) => ({ id: String(id), label })),
  ];
  return (
    <div className="stack" ref={ref}>
      <p className="note">{t('heat.explain')}</p>
      <Choice label={t('heat.of')} value={of} onChange={setOf} options={classOptions} />
      <Choice label={t('layer')} value={layer} onChange={setChosen} options={options} />
      <Answer shown={answer}>{(heat) => <HeatView tile={tile} heat={heat} />}</Answer>
    </div>
  );
}
