/** The Evaluate button, why it is disabled, its progress, and the result. Page side. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { correctOf } from '../../lib/classification';
import { count, duration, metric } from '../../lib/units';
import type { SplitName } from '../../protocol/data';
import { evaluateObstacle, experimentAtHand } from '../../store/selectors';
import { Compare } from './compare/Compare';
import { useActions, useLab } from '../lab';
import { LeakNotice } from '../shared/LeakNotice';
import { Action, Card, Progress, Segments } from '../shared';

const splits: readonly SplitName[] = ['test', 'val', 'train'];

export function ResultCard() {
  const { t } = useTranslation(['evaluate', 'common']);
  const { evaluate } = useActions();
  const obstacle = useLab(evaluateObstacle);
  const [split, setSplit] = useState<SplitName>('test');
  const reason = useId();
  return (
    <Card title={t('result')} className="result" actions={<Compare />}>
      <div className="result-action">
        <Action
          variant="primary"
          isDisabled={obstacle !== null}
          onPress={() => evaluate(split)}
          aria-describedby={reason}
        >
          {t('evaluate')}
        </Action>
        <Segments
          label={t('split')}
          value={split}
          onChange={setSplit}
          options={splits.map((id) => ({ id, label: t(`common:splits.${id}`) }))}
        />
        <p className="note" id={reason}>
          <Reason split={split} />
        </p>
      </div>
      <EvaluationProgress />
      <LeakNotice />
      <Figures />
    </Card>
  );
}

function Reason({ split }: { readonly split: SplitName }) {
  const { t } = useTranslation(['evaluate', 'common']);
  const obstacle = useLab(evaluateObstacle);
  const evaluating = useLab((state) => state.status === 'evaluating');
  // Of the model's own split: the form may hold another by now.
  const images = useLab((state) => experimentAtHand(state)[split]);
  return (
    <span>
      {obstacle === null
        ? t('ready', { part: t(`common:splits.${split}`), images: count(images) })
        : t(`obstacles.${evaluating ? 'evaluating' : obstacle}`)}
    </span>
  );
}

function EvaluationProgress() {
  const { t, i18n } = useTranslation('evaluate');
  const progress = useLab((state) => state.evaluating);
  if (!progress) return null;
  const { images, imagesTotal, secondsLeft } = progress;
  return (
    <Progress
      label={t('progress', { images: count(images), total: count(imagesTotal) })}
      value={images}
      max={imagesTotal}
      text={secondsLeft === null ? '' : t('left', { time: duration(secondsLeft, i18n.language) })}
    />
  );
}

/** Test ids for automation: the figure of another split must not be taken for the test images'. */
const handles = {
  train: ['train-accuracy', 'train-loss'],
  val: ['val-accuracy', 'val-loss'],
  test: ['test-accuracy', 'test-loss'],
} as const;

function Figures() {
  const { t, i18n } = useTranslation(['evaluate', 'common']);
  const report = useLab((state) => state.evaluation);
  if (!report) return null;
  const { split } = report;
  const [accuracy, loss] = handles[split];
  const values = {
    part: t(`common:splits.${split}`),
    images: count(report.images),
    correct: count(correctOf(report.confusion)),
    time: duration(report.seconds, i18n.language),
  };
  return (
    <div aria-live="polite">
      <dl className="figures">
        <div>
          <dt>{t('accuracy')}</dt>
          <dd data-testid={accuracy}>{metric(report.acc)}</dd>
        </div>
        <div>
          <dt>{t('loss')}</dt>
          <dd data-testid={loss}>{metric(report.loss)}</dd>
        </div>
      </dl>
      <p className="note">
        {t('images', values)} {t('chance')} {t(`splitNotes.${split}`)}
      </p>
    </div>
  );
}
