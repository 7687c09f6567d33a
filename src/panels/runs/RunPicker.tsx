/** Saved runs to choose a few of. Page side; knows React and the catalogues. */
import { useTranslation } from 'react-i18next';
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import { runColours } from '../../charts/palette';
import { moment } from '../../lib/units';
import type { RunOption } from './options';
import { mostShown } from './overlayData';

interface RunPickerProps {
  readonly options: readonly RunOption[];
  /** In the order of their colours. */
  readonly chosen: readonly RunOption[];
  readonly onChange: (ids: readonly string[]) => void;
}

/** Those that were chosen first keep their colours when others follow. */
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
          place={ids.indexOf(option.id)}
          isDisabled={ids.length >= mostShown && !ids.includes(option.id)}
        />
      ))}
    </CheckboxGroup>
  );
}

interface ChoiceProps {
  readonly option: RunOption;
  /** Among the chosen; −1 if it is none. */
  readonly place: number;
  readonly isDisabled: boolean;
}

function Choice({ option, place, isDisabled }: ChoiceProps) {
  const { t, i18n } = useTranslation(['runs', 'common']);
  const { id, name, experiment, savedAt } = option;
  const model = t(`common:models.${experiment.model}`);
  const when = savedAt === null ? t('unsaved') : moment(savedAt, i18n.language);
  return (
    <Checkbox value={id} isDisabled={isDisabled} className="runs-choice" data-run={id}>
      <span className="runs-box" aria-hidden="true">
        {place >= 0 && <span className="runs-mark chart-ink" style={{ background: runColours[place] }} />}
      </span>
      <span className="runs-name">
        {place >= 0 ? t('numbered', { n: String(place + 1), name: name || model }) : name || model}
      </span>
      <span className="note">
        {name === '' ? '' : `${model}, `}
        {t('seed', { seed: String(experiment.seed) })}, {when}
      </span>
    </Checkbox>
  );
}
