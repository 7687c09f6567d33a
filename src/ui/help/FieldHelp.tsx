/**
 * The help for a field, next to it: what it does, its formula with the form's numbers, Keras's
 * name, and the source.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import type { ExperimentKey } from '../../experiment/schema';
import { useLab } from '../lab';
import { exampleOf, formulasOf, sourceOf } from './fields';
import { Formula } from './Formula';
import './help.css';

function Explanation({ field }: { readonly field: ExperimentKey }) {
  const { t } = useTranslation('help');
  const experiment = useLab((state) => state.experiment);
  const { keras, from } = sourceOf(field, experiment);
  // For these three, the words of the formula depend on the chosen value.
  const words =
    field === 'optimizer' || field === 'schedule' || field === 'scale'
      ? t(`choices.${experiment[field]}`)
      : t(`fields.${field}.formula`);
  return (
    <>
      <Heading slot="title" level={3}>
        {t(`fields.${field}.label`)}
      </Heading>
      <p>{t(`fields.${field}.text`)}</p>
      <Formula lines={formulasOf(field, experiment)} words={words} />
      <p>{t(`fields.${field}.example`, exampleOf(field, experiment))}</p>
      <dl className="help-facts">
        <dt>{t('keras')}</dt>
        <dd className="mono">{keras}</dd>
        <dt>{t('source')}</dt>
        {from.map((source) => (
          <dd key={source}>
            <cite>{source}</cite>
          </dd>
        ))}
      </dl>
    </>
  );
}

interface FieldHelpProps {
  readonly field: ExperimentKey;
  /** The field that the help button is placed beside. */
  readonly children: ReactNode;
}

export function FieldHelp({ field, children }: FieldHelpProps) {
  const { t } = useTranslation('help');
  return (
    <div className="helped">
      {children}
      <DialogTrigger>
        <Button className="help-button" aria-label={t('about', { name: t(`fields.${field}.name`) })}>
          ?
        </Button>
        <Popover className="popover help-popover" placement="bottom start">
          <Dialog className="help-dialog">
            <Explanation field={field} />
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
}
