/** The Evaluate button, what it waits for, how far it is, and what came out. Page side. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { count, duration, metric } from '../../lib/units';
import { evaluateObstacle } from '../../store/selectors';
import { Compare } from '../compare';
import { useActions, useLab } from '../lab';
import { Action, Card, Progress } from '../shared';
import { correctOf } from './matrixData';

export function ResultCard() {
  const { t } = useTranslation('evaluate');
  const { evaluate } = useActions();
  const obstacle = useLab(evaluateObstacle);
  const reason = useId();
  return (
    <Card title={t('result')} className="result" actions={<Compare />}>
      <div className="result-action">
        <Action look="primary" isDisabled={obstacle !== null} onPress={evaluate} aria-describedby={reason}>
          {t('evaluate')}
        </Action>
        <p className="note" id={reason}>
          <Reason />
        </p>
      </div>
      <EvaluationProgress />
      <Figures />
    </Card>
  );
}

function Reason() {
  const { t } = useTranslation('evaluate');
  const obstacle = useLab(evaluateObstacle);
  const evaluating = useLab((state) => state.status === 'evaluating');
  const images = useLab((state) => state.split?.test.images ?? 0);
  if (obstacle === null) return t('ready', { images: count(images) });
  return t(`obstacles.${evaluating ? 'evaluating' : obstacle}`);
}

function EvaluationProgress() {
  const { t } = useTranslation('evaluate');
  const progress = useLab((state) => state.evaluating);
  if (!progress) return null;
  const { images, imagesTotal, secondsLeft } = progress;
  return (
    <Progress
      label={t('progress', { images: count(images), total: count(imagesTotal) })}
      value={images}
      max={imagesTotal}
      text={secondsLeft === null ? '' : t('left', { time: duration(secondsLeft) })}
    />
  );
}

function Figures() {
  const { t } = useTranslation('evaluate');
  const report = useLab((state) => state.evaluation);
  if (!report) return null;
  const said = {
    images: count(report.images),
    correct: count(correctOf(report.confusion)),
    time: duration(report.seconds),
  };
  return (
    <div aria-live="polite">
      <dl className="figures">
        <div>
          <dt>{t('accuracy')}</dt>
          <dd data-testid="test-accuracy">{metric(report.acc)}</dd>
        </div>
        <div>
          <dt>{t('loss')}</dt>
          <dd data-testid="test-loss">{metric(report.loss)}</dd>
        </div>
      </dl>
      <p className="note">
        {t('images', said)} {t('chance')}
      </p>
    </div>
  );
}
