/**
 * One image inside the network: its feature maps in a layer, or Grad-CAM. Requests nothing until it
 * is opened. Page side.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLab } from '../../lab';
import { Action, Card } from '../../shared';
import { OpenedImage } from './OpenedImage';
import './inside.css';

/**
 * Fraction of the training time for unrequested polls. With those of the distributions and the
 * filters it is 3 %.
 */
const imageTimeFraction = 0.02;

export function InsideCard() {
  const { t } = useTranslation('inside');
  const hasModel = useLab((state) => state.hasModel);
  const [open, setOpen] = useState(false);
  const toggle = (
    <Action aria-expanded={open && hasModel} onPress={() => setOpen(!open)}>
      {t(open && hasModel ? 'close' : 'open')}
    </Action>
  );
  return (
    <Card className="stack" title={t('title')} actions={toggle}>
      <p className="note">{t('explain')}</p>
      {open && hasModel && <OpenedImage timeFraction={imageTimeFraction} />}
    </Card>
  );
}
