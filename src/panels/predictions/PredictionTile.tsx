/** An image with what the model takes it for: told by a sign and by words as well as by colour. Page side; knows no store. */
import { useTranslation } from 'react-i18next';
import { percent } from '../../lib/units';
import type { Prediction } from '../../protocol/events';
import { Bars, TileImage, useClassNames } from '../shared';
import { verdict, type Verdict } from './verdict';
import './predictions.css';

interface PredictionTileProps {
  readonly prediction: Prediction;
  /** Leaves out the ten bars. */
  readonly compact?: boolean;
}

export function PredictionTile({ prediction, compact = false }: PredictionTileProps) {
  const names = useClassNames();
  const said = verdict(prediction);
  return (
    <figure className={said.right ? 'prediction' : 'prediction prediction-wrong'}>
      <TileImage pixels={prediction.pixels} side={32} alt="" />
      <figcaption>
        <Answer said={said} label={prediction.label} names={names} />
        {compact ? <Share said={said} /> : <Bars rows={rows(prediction, said, names)} />}
      </figcaption>
    </figure>
  );
}

interface AnswerProps {
  readonly said: Verdict;
  readonly label: number;
  readonly names: readonly string[];
}

function Answer({ said, label, names }: AnswerProps) {
  const { t } = useTranslation('evaluate');
  return (
    <>
      <b>
        <span className="prediction-sign" aria-hidden="true">
          {said.right ? '✓' : '✕'}
        </span>{' '}
        {names[said.predicted]}
      </b>
      <small>{t(said.right ? 'tileRight' : 'tileWrong', { actual: names[label] ?? '' })}</small>
    </>
  );
}

/** The probability of the answer alone. */
function Share({ said }: { readonly said: Verdict }) {
  return (
    <span className="prediction-share">
      <span className="bar" aria-hidden="true">
        <span
          className={said.right ? 'bar-fill bar-ok' : 'bar-fill bar-bad'}
          style={{ inlineSize: `${said.probability * 100}%` }}
        />
      </span>
      {percent(said.probability, 0)}
    </span>
  );
}

const rows = ({ probabilities }: Prediction, said: Verdict, names: readonly string[]) =>
  probabilities.map((share, id) => ({
    id,
    label: names[id],
    share,
    text: percent(share, 0),
    tone: id !== said.predicted ? ('plain' as const) : said.right ? ('ok' as const) : ('bad' as const),
  }));
