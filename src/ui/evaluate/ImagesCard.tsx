/**
 * All images of the evaluation, those with the highest loss first, and its predictions as files.
 * Page side.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveFile } from '../../charts/save';
import { count } from '../../lib/units';
import { everyImage } from './images/words';
import { EvaluatedImages } from './images/EvaluatedImages';
import type { Evaluation } from '../../store/slices/evaluation';
import { useActions } from '../lab';
import { Action, Card } from '../shared';

/** The number that courses ask for. */
const someImages = 256;

const topLosses = { filter: everyImage, order: 'loss' } as const;

export function ImagesCard({ evaluation }: { readonly evaluation: Evaluation | null }) {
  const { t } = useTranslation(['images', 'evaluate', 'common']);
  return (
    <Card title={t('card')} className="stack" actions={evaluation && <Files split={evaluation.split} />}>
      <p className="note">{t(evaluation ? 'explain' : 'evaluate:noResult')}</p>
      {evaluation && <EvaluatedImages initial={topLosses} open />}
      {evaluation && <p className="note">{t('common:csvForm')}</p>}
    </Card>
  );
}

function Files({ split }: { readonly split: string }) {
  const { t } = useTranslation('images');
  const { ask } = useActions();
  const [draw, setDraw] = useState(0);
  const [failure, setFailure] = useState<string | null>(null);
  const save = async (name: string, images: number | null): Promise<void> => {
    const reply = await ask({ type: 'predictionsCsv', count: images, draw });
    setFailure(reply.ok ? null : reply.error.detail);
    if (reply.ok) saveFile(`${name}.csv`, reply.value);
  };
  const saveSome = (): void => {
    // Each press draws different images.
    setDraw(draw + 1);
    void save(`predictions-${split}-${someImages}`, someImages);
  };
  return (
    <>
      <output className="note">{failure !== null && t('csvFailed', { reason: failure })}</output>
      <Action onPress={() => void save(`predictions-${split}`, null)}>{t('csv')}</Action>
      <Action onPress={saveSome}>{t('csvSome', { n: count(someImages) })}</Action>
    </>
  );
}
