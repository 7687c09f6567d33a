/** Selects a few of the saved runs. Page side; knows React and the catalogues. */
import { useTranslation } from 'react-i18next';
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import { runColours } from '../../../charts/palette';
import { moment } from '../../../lib/units';
import type { RunOption } from './options';
import { maxShown } from './overlayData';

interface RunPickerProps {
  readonly options: readonly RunOption[];
  /** In the order of their colours. */
  readonly chosen: readonly RunOption[];
  readonly onChange: (ids: readonly string[]) => void;
}

/** Runs keep their colours when others are selected later. */
export function RunPicker({ options, chosen, onChange }: RunPickerProps) {
  const { t } = useTranslation('runs');
  const ids = chosen.map(({ id }) => id);
  return (
    <CheckboxGroup className="runs-picker" value={ids} onChange={onChange}>
      <Label className="hidden-text">{t('choose')}</Label>
      {options.map((option) => (
        <Choice
          key={option.id}
          option={option}
          index={ids.indexOf(option.id)}
          isDisabled={ids.length >= maxShown && !ids.includes(option.id)}
        />
      ))}
    </CheckboxGroup>
  );
}

interface ChoiceProps {
  readonly option: RunOption;
  /** Index among the chosen runs; −1 if it is not chosen. */
  readonly index: number;
  readonly isDisabled: boolean;
}

function Choice({ option, index, isDisabled }: ChoiceProps) {
  const { t, i18n } = useTranslation(['runs', 'common']);
  const { id, name, experiment, savedAt } = option;
  const model = t(`common:models.${experiment.model}`);
  const when = savedAt === null ? t('unsaved') : moment(savedAt, i18n.language);
  return (
    <Checkbox value={id} isDisabled={isDisabled} className="runs-choice" data-run={id}>
      <span className="runs-box" aria-hidden="true">
        {index >= 0 && <span className="runs-mark chart-ink" style={{ background: runColours[index] }} />}
      </span>
      <span className="runs-name">
        {index >= 0 ? t('numbered', { n: String(index + 1), name: name || model }) : name || model}
      </span>
      <span className="note">
        {name === '' ? '' : `${model}, `}
        {t('seed', { seed: String(experiment.seed) })}, {when}
      </span>
    </Checkbox>
  );
}
