/** Which images of an evaluation are shown, and in what order. Page side; knows no store. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import type { ImageFilter, ImageOrder } from '../../../protocol/evaluation';
import { percent } from '../../../lib/units';
import { Choice, Segments, useClassNames } from '../../shared';
import type { ImageChoice } from './useEvaluatedImages';

const orders = ['loss', 'confidence', 'doubt', 'position'] as const satisfies readonly ImageOrder[];
const outcomes = ['all', 'correct', 'incorrect'] as const;

interface FiltersProps {
  readonly choice: ImageChoice;
  readonly onChange: (choice: ImageChoice) => void;
}

export function Filters({ choice, onChange }: FiltersProps) {
  const { t } = useTranslation('images');
  const { filter, order } = choice;
  const change = (part: Partial<ImageFilter>): void =>
    onChange({ ...choice, filter: { ...filter, ...part } });
  return (
    <div className="evaluated-filters">
      <Segments
        label={t('outcome')}
        value={filter.outcome}
        onChange={(outcome) => change({ outcome })}
        options={outcomes.map((id) => ({ id, label: t(`outcomes.${id}`) }))}
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
  const { t } = useTranslation('images');
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
  readonly value: ImageFilter['confidence'];
  readonly onChange: (value: ImageFilter['confidence']) => void;
}

/** A slider with two thumbs from 0 to 1, in hundredths. */
function Confidence({ value, onChange }: ConfidenceProps) {
  const { t } = useTranslation('images');
  const label = useId();
  // Requested when the thumb is released, not at each hundredth.
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
