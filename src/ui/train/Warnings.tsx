/**
 * Warnings about a run that continues although something is wrong: its losses, its memory. Page
 * side.
 */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { bytes, count, learningRate, metric } from '../../lib/units';
import { diagnose, guessing } from '../../store/diagnosis';
import type { Climb } from '../../store/memoryWatch';
import type { RunView } from '../../store/slices/run';
import { useLab } from '../lab';
import { Notice } from '../shared';

const noEpochs: RunView['epochs'] = [];

function LossWarning() {
  const { t } = useTranslation('train');
  const epochs = useLab((state) => state.run?.epochs ?? noEpochs);
  const labels = useLab((state) => state.run?.experiment.labels ?? 'true');
  const diagnoses = useMemo(() => diagnose(epochs, { labels }), [epochs, labels]);
  if (!diagnoses) return null;
  const { sign, since, until, from, to, lr } = diagnoses;
  const numbers = {
    since: count(since),
    until: count(until),
    from: metric(from),
    to: metric(to),
    guessing: metric(guessing),
  };
  return (
    <Notice tone="warn" title={t(`signs.${sign}.title`)}>
      <p data-testid="diagnosis" data-sign={sign}>
        {t(`signs.${sign}.numbers`, numbers)}
      </p>
      <p>{t(`signs.${sign}.causes`, { lr: learningRate(lr) })}</p>
    </Notice>
  );
}

function MemoryWarning({ climb }: { readonly climb: Climb }) {
  const { t } = useTranslation('train');
  const { quantity, from, to, over, unit } = climb;
  const format = quantity === 'bytes' ? bytes : count;
  const numbers = { from: format(from), to: format(to), n: count(over) };
  return (
    <Notice tone="warn" title={t('memory.title')}>
      <p data-testid="memory-climb">{`${t(`memory.${quantity}`, numbers)} ${t(`memory.${unit}`, numbers)}`}</p>
      <p>{t('memory.help')}</p>
    </Notice>
  );
}

export function Warnings() {
  const climb = useLab((state) => state.run?.memoryWatch.climb ?? null);
  return (
    <>
      <LossWarning />
      {climb && <MemoryWarning climb={climb} />}
    </>
  );
}
