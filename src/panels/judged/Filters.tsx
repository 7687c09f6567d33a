/** Which images of an evaluation, and in what order. Page side; knows no store. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import type { JudgedFilter, JudgedOrder } from '../../protocol/images';
import { percent } from '../../lib/units';
import { Choice, Segments, useClassNames } from '../shared';
import type { JudgedChoice } from './useJudged';

const orders = ['loss', 'confidence', 'doubt', 'place'] as const satisfies readonly JudgedOrder[];
const verdicts = ['all', 'right', 'wrong'] as const;

interface FiltersProps {
  readonly choice: JudgedChoice;
  readonly onChange: (choice: JudgedChoice) => void;
}

export function Filters({ choice, onChange }: FiltersProps) {
  const { t } = useTranslation('judged');
  const { filter, order } = choice;
  const change = (part: Partial<JudgedFilter>): void =>
    onChange({ ...choice, filter: { ...filter, ...part } });
  return (
    <div className="judged-filters">
      <Segments
        label={t('verdict')}
        value={filter.verdict}
        onChange={(verdict) => change({ verdict })}
        options={verdicts.map((id) => ({ id, label: t(`verdicts.${id}`) }))}
      />
      <ClassChoice label={t('actual')} value={filter.actual} onChange={(actual) => change({ actual })} />
      <ClassChoice
        label={t('predicted')}
        value={filter.predicted}
        onChange={(predicted) => change({ predicted })}
      />
      <Confidence value={filter.confidence} onChange={(confidence) => change({ confidence })} />
      <Choice
        label={t('order')}
        value={order}
        onChange={(next) => onChange({ ...choice, order: next })}
        options={orders.map((id) => ({ id, label: t(`orders.${id}`) }))}
      />
    </div>
  );
}

interface ClassChoiceProps {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (label: number | null) => void;
}

function ClassChoice({ label, value, onChange }: ClassChoiceProps) {
  const { t } = useTranslation('judged');
  const names = useClassNames();
  return (
    <Choice
      label={label}
      value={String(value ?? 'any')}
      onChange={(id) => onChange(id === 'any' ? null : Number(id))}
      options={[{ id: 'any', label: t('any') }, ...names.map((name, i) => ({ id: String(i), label: name }))]}
    />
  );
}

interface ConfidenceProps {
  readonly value: JudgedFilter['confidence'];
  readonly onChange: (value: JudgedFilter['confidence']) => void;
}

/** Two thumbs from 0 to 1, in hundredths. */
function Confidence({ value, onChange }: ConfidenceProps) {
  const { t } = useTranslation('judged');
  const label = useId();
  // Asked for when the thumb is let go, not at each hundredth.
  const [shown, setShown] = useState(value);
  const bounds = ['from', 'to'] as const;
  return (
    <Slider<number[]>
      className="range"
      value={[...shown]}
      minValue={0}
      maxValue={1}
      step={0.01}
      formatOptions={{ style: 'percent' }}
      aria-labelledby={label}
      onChange={([above = 0, upTo = 1]) => setShown([above, upTo])}
      onChangeEnd={([above = 0, upTo = 1]) => onChange([above, upTo])}
    >
      <Label id={label}>{t('confidence')}</Label>
      <SliderOutput>{`${percent(shown[0], 0)} – ${percent(shown[1], 0)}`}</SliderOutput>
      <SliderTrack className="range-track">
        <span
          className="range-fill"
          style={{ insetInlineStart: `${shown[0] * 100}%`, insetInlineEnd: `${(1 - shown[1]) * 100}%` }}
        />
        {bounds.map((bound, i) => (
          <SliderThumb key={bound} index={i} className="range-thumb" aria-label={t(bound)} />
        ))}
      </SliderTrack>
    </Slider>
  );
}
