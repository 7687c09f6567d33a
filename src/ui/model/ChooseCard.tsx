/** Chooses the network in the form, which the picture, the summary and the next Train follow. */
import { useTranslation } from 'react-i18next';
import { experimentFields, modelIds } from '../../experiment/schema';
import { useActions, useLab } from '../lab';
import { LockSign, useLock, useLocked } from '../classroom/locks';
import { Card, NumberInput, Segments } from '../shared';

const side = experimentFields.input.unwrap();

export function ChooseCard({ citation }: { readonly citation: string }) {
  const { t } = useTranslation(['model', 'common']);
  const { edit } = useActions();
  const model = useLab((state) => state.experiment.model);
  const locked = useLocked('model');
  const inputLock = useLock('input', t('inputHelp'));
  const input = useLab((state) => state.experiment.input);
  const options = modelIds.map((id) => ({ id, label: t(`common:models.${id}`) }));
  return (
    <Card title={t('choose')} className="stack">
      <Segments
        label={t('choose')}
        value={model}
        onChange={(id) => edit({ model: id })}
        options={options}
        isDisabled={locked}
      />
      {locked && (
        <p className="help">
          <LockSign />
        </p>
      )}
      <p>{t(`about.${model}`)}</p>
      {model === 'alexnet-small' && (
        <NumberInput
          label={t('input')}
          {...inputLock}
          value={input}
          min={side.minValue ?? -Infinity}
          max={side.maxValue ?? Infinity}
          onChange={(pixels) => edit({ input: Math.round(pixels) })}
        />
      )}
      <p className="note">
        {t('common:citation')}: <cite>{citation}</cite>
      </p>
    </Card>
  );
}
