/** Which fields a link locks: all, or some of each group of the form. */
import { useTranslation } from 'react-i18next';
import { experimentKeys, fieldGroups, type ExperimentKey, type FieldGroup } from '../../experiment/schema';
import { Tick, Ticks } from './Ticks';

const groups = Object.keys(fieldGroups) as FieldGroup[];
/** The groups' titles in the form. */
const titles = { network: 'network', learning: 'optimizer', images: 'data', run: 'run' } as const;

interface LockChoiceProps {
  readonly lock: readonly ExperimentKey[];
  readonly onChange: (lock: readonly ExperimentKey[]) => void;
}

export function LockChoice({ lock, onChange }: LockChoiceProps) {
  const { t } = useTranslation(['classroom', 'train', 'help']);
  const all = lock.length === experimentKeys.length;
  /** The group's fields as ticked, the others unchanged; in the schema's order. */
  const withGroup = (group: FieldGroup, ticked: readonly ExperimentKey[]) => {
    const groupFields: readonly ExperimentKey[] = fieldGroups[group];
    onChange(experimentKeys.filter((field) => (groupFields.includes(field) ? ticked : lock).includes(field)));
  };
  return (
    <div className="lock-choice">
      <h3>{t('make.lock')}</h3>
      <p className="note">{t('make.lockHelp')}</p>
      <Tick
        isSelected={all}
        isIndeterminate={!all && lock.length > 0}
        onChange={(ticked) => onChange(ticked ? experimentKeys : [])}
      >
        {t('make.all')}
      </Tick>
      {groups.map((group) => (
        <Ticks
          key={group}
          label={t(`train:groups.${titles[group]}`)}
          value={lock}
          options={fieldGroups[group].map((id: ExperimentKey) => ({
            id,
            label: t(`help:fields.${id}.label`),
          }))}
          onChange={(ticked) => withGroup(group, ticked)}
        />
      ))}
    </div>
  );
}
