/** Which fields a link locks: all, or by the groups of the form. */
import { useTranslation } from 'react-i18next';
import { fieldGroups, type FieldGroup } from '../../experiment/lesson';
import { experimentKeys, type ExperimentKey } from '../../experiment/schema';
import { Tick, Ticks } from './Ticks';

const groups = Object.keys(fieldGroups) as FieldGroup[];
/** The groups' headings in the form. */
const titles = { network: 'network', learning: 'optimizer', images: 'data', run: 'run' } as const;

interface LockChoiceProps {
  readonly lock: readonly ExperimentKey[];
  readonly onChange: (lock: readonly ExperimentKey[]) => void;
}

export function LockChoice({ lock, onChange }: LockChoiceProps) {
  const { t } = useTranslation(['lesson', 'train']);
  const all = lock.length === experimentKeys.length;
  /** The group's fields as ticked, the others as they were; in the schema's order. */
  const withGroup = (group: FieldGroup, ticked: readonly ExperimentKey[]) => {
    const own: readonly ExperimentKey[] = fieldGroups[group];
    onChange(experimentKeys.filter((field) => (own.includes(field) ? ticked : lock).includes(field)));
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
          options={fieldGroups[group].map((id: ExperimentKey) => ({ id, label: t(`train:fields.${id}`) }))}
          onChange={(ticked) => withGroup(group, ticked)}
        />
      ))}
    </div>
  );
}
