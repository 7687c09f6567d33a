/**
 * An image with the model's prediction, right or wrong shown by a sign and by words as well as by
 * colour. Page side; knows no store.
 */
import type { ReactNode } from 'react';
import { imageSide } from '../../../lib/cifar10';
import { useTranslation } from 'react-i18next';
import { percent } from '../../../lib/units';
import type { Prediction } from '../../../protocol/evaluation';
import { Bars, TileImage, useClassNames } from '..';
import { topPrediction, type TopPrediction } from './topPrediction';
import './predictions.css';

interface PredictedClassProps {
  readonly isCorrect: boolean;
  /** The name of the class, or words about it. */
  readonly children: ReactNode;
}

/** A predicted class with a sign that says by its shape, too, whether it is the actual one. */
export function PredictedClass({ isCorrect, children }: PredictedClassProps) {
  return (
    <>
      <span className={isCorrect ? 'prediction-sign' : 'prediction-sign prediction-wrong'} aria-hidden="true">
        {isCorrect ? '✓' : '✕'}
      </span>{' '}
      {children}
    </>
  );
}

interface PredictionTileProps {
  readonly prediction: Prediction;
  /** Leaves out the ten bars. */
  readonly compact?: boolean;
}

export function PredictionTile({ prediction, compact = false }: PredictionTileProps) {
  const names = useClassNames();
  const top = topPrediction(prediction);
  return (
    <figure className="prediction">
      <TileImage pixels={prediction.pixels} side={imageSide} alt="" />
      <figcaption>
        <Answer top={top} label={prediction.label} names={names} />
        {compact ? <Probability top={top} /> : <Bars rows={rows(prediction, top, names)} />}
      </figcaption>
    </figure>
  );
}

interface AnswerProps {
  readonly top: TopPrediction;
  readonly label: number;
  readonly names: readonly string[];
}

function Answer({ top, label, names }: AnswerProps) {
  const { t } = useTranslation('evaluate');
  return (
    <>
      <b>
        <PredictedClass isCorrect={top.right}>{names[top.predicted]}</PredictedClass>
      </b>
      <small>{t(top.right ? 'tileRight' : 'tileWrong', { actual: names[label] ?? '' })}</small>
    </>
  );
}

/** The probability of the predicted class alone. */
function Probability({ top }: { readonly top: TopPrediction }) {
  return (
    <span className="prediction-share">
      <span className="bar" aria-hidden="true">
        <span
          className={top.right ? 'bar-fill bar-ok' : 'bar-fill bar-bad'}
          style={{ inlineSize: `${top.probability * 100}%` }}
        />
      </span>
      {percent(top.probability, 0)}
    </span>
  );
}

const rows = ({ probabilities }: Prediction, top: TopPrediction, names: readonly string[]) =>
  probabilities.map((probability, id) => ({
    id,
    label: names[id],
    fraction: probability,
    text: percent(probability, 0),
    tone: id !== top.predicted ? ('plain' as const) : top.right ? ('ok' as const) : ('bad' as const),
  }));
