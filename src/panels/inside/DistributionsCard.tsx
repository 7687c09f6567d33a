/** Weights, activations and gradients of every layer, after every epoch while somebody looks. Asks nothing until it is opened. Page side. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineError } from '../../protocol/events';
import { useActions, useLab } from '../lab';
import { Action, Card, ErrorNotice } from '../shared';
import { LayerFigures } from './LayerFigures';
import { LayerSpread } from './LayerSpread';
import { addLook, noLooks, type Looks } from './looks';
import { useModelVersion } from './useLook';
import { useLooker } from './useLooker';
import './inside.css';

/** Of the time of a training, for looks by itself. */
const share = 0.005;

interface OpenedProps {
  readonly looks: Looks;
  readonly onLook: (add: (looks: Looks) => Looks) => void;
}

/** Looks when it is opened, when the person asks, when training rests; and after each epoch, as far as the share allows. */
function Opened({ looks, onLook }: OpenedProps) {
  const { t } = useTranslation('inside');
  const { ask } = useActions();
  const run = useLab((state) => state.run?.id ?? '');
  const epochs = useLab((state) => state.run?.epochs.length ?? 0);
  const [error, setError] = useState<EngineError | null>(null);
  const look = useCallback(async () => {
    const answer = await ask({ kind: 'distributions' });
    setError(answer.ok ? null : answer.error);
    if (answer.ok) onLook((before) => addLook(before, run, { ...answer.value, epochs }));
  }, [ask, onLook, run, epochs]);
  const { place, looker } = useLooker(look, share, useModelVersion());
  useEffect(() => {
    if (epochs > 0) looker.current?.hint();
  }, [looker, epochs]);
  const seen = looks.run === run ? looks.looks : [];
  return (
    <div className="stack" ref={place} data-testid="distributions">
      <div>
        <Action onPress={() => looker.current?.request()}>{t('spread.again')}</Action>
      </div>
      {error && <ErrorNotice error={error} />}
      {seen.length === 0 && !error && <p className="note">{t('looking')}</p>}
      {seen.length > 0 && <LayerSpread looks={seen} />}
      {seen.length > 0 && <LayerFigures look={seen.at(-1)!} />}
    </div>
  );
}

export function DistributionsCard() {
  const { t } = useTranslation('inside');
  const hasModel = useLab((state) => state.hasModel);
  const [open, setOpen] = useState(false);
  const [looks, setLooks] = useState(noLooks);
  const toggle = (
    <Action isDisabled={!hasModel} aria-expanded={open && hasModel} onPress={() => setOpen(!open)}>
      {t(open && hasModel ? 'spread.close' : 'spread.open')}
    </Action>
  );
  return (
    <Card className="stack" title={t('spread.title')} actions={toggle}>
      <p className="note">{t('spread.explain')}</p>
      {!hasModel && <p>{t('none')}</p>}
      {open && hasModel && <Opened looks={looks} onLook={setLooks} />}
    </Card>
  );
}
