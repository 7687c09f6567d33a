/**
 * Weights, activations and gradients of every layer, polled after every epoch while the card is on
 * screen. Requests nothing until it is opened. Page side.
 */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLab } from '../../lab';
import { Action, Card, ErrorNotice } from '../../shared';
import { LayerFigures } from './LayerFigures';
import { LayerSpread } from './LayerSpread';
import { addSnapshot, noSnapshots, type DistributionHistory } from './distributionHistory';
import { useModelVersion, useQuery } from '../../shared/query/useQuery';
import './inside.css';

/** Fraction of the training time for unrequested polls. */
const timeFraction = 0.005;

interface OpenedProps {
  readonly snapshots: DistributionHistory;
  readonly onSnapshot: (add: (snapshots: DistributionHistory) => DistributionHistory) => void;
}

/**
 * Polls when it is opened, when the person asks, and when training rests; also after each epoch, as
 * far as the time fraction allows.
 */
function Opened({ snapshots, onSnapshot }: OpenedProps) {
  const { t } = useTranslation('inside');
  const run = useLab((state) => state.run?.id ?? '');
  const epochs = useLab((state) => state.run?.epochs.length ?? 0);
  const version = useModelVersion();
  const { answer, request, ref } = useQuery(
    { type: 'distributions' },
    { scope: run, version, poll: { timeFraction, after: epochs } },
  );
  const snapshot = answer?.ok ? answer.value : null;
  // A snapshot keeps the number of epochs of the moment at which it came.
  const epochsNow = useRef(epochs);
  useEffect(() => {
    epochsNow.current = epochs;
  }, [epochs]);
  useEffect(() => {
    if (!snapshot) return;
    onSnapshot((before) => addSnapshot(before, run, { ...snapshot, epochs: epochsNow.current }));
  }, [onSnapshot, run, snapshot]);
  const error = answer?.ok === false ? answer.error : null;
  const seen = snapshots.run === run ? snapshots.snapshots : [];
  return (
    <div className="stack" ref={ref} data-testid="distributions">
      <div>
        <Action onPress={request}>{t('spread.again')}</Action>
      </div>
      {error && <ErrorNotice error={error} />}
      {seen.length === 0 && !error && <p className="note">{t('looking')}</p>}
      {seen.length > 0 && <LayerSpread snapshots={seen} />}
      {seen.length > 0 && <LayerFigures snapshot={seen.at(-1)!} />}
    </div>
  );
}

export function DistributionsCard() {
  const { t } = useTranslation('inside');
  const hasModel = useLab((state) => state.hasModel);
  const [open, setOpen] = useState(false);
  const [snapshots, setSnapshots] = useState(noSnapshots);
  const toggle = (
    <Action aria-expanded={open && hasModel} onPress={() => setOpen(!open)}>
      {t(open && hasModel ? 'spread.close' : 'spread.open')}
    </Action>
  );
  return (
    <Card className="stack" title={t('spread.title')} actions={toggle}>
      <p className="note">{t('spread.explain')}</p>
      {open && hasModel && <Opened snapshots={snapshots} onSnapshot={setSnapshots} />}
    </Card>
  );
}
