/**
 * Compares saved runs: the selection, their curves in one chart, and each one's result. Page side;
 * reads the list of runs from the store.
 */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runColours } from '../../../charts/palette';
import { useLab } from '../../lab';
import { Card, ErrorNotice, Notice, Segments } from '../../shared';
import { optionsOf, type RunOption } from './options';
import { Outcomes } from './Outcomes';
import { OverlayChart } from './OverlayChart';
import { maxShown, type Part, type ShownRun } from './overlayData';
import { RunPicker } from './RunPicker';
import { useRecords } from './useRecords';
import './runs.css';

const parts = ['val', 'train'] as const;

/** All runs that can be selected. */
function useOptions(): RunOption[] {
  const saved = useLab((state) => state.runs);
  const id = useLab((state) => state.run?.id);
  const experiment = useLab((state) => state.run?.experiment);
  return useMemo(
    () => optionsOf(saved, id && experiment ? { id, experiment } : null),
    [saved, id, experiment],
  );
}

/** The runs with these ids, in the order of the ids; missing ones are left out. */
const pick = (options: readonly RunOption[], ids: readonly string[]): RunOption[] =>
  ids.flatMap((id) => options.find((option) => option.id === id) ?? []).slice(0, maxShown);

/** A line needs two epochs; if all runs have only one, the chart draws points. */
const pointAmongLines = (runs: readonly ShownRun[]): boolean =>
  runs.some(({ record }) => record.total === 1) && runs.some(({ record }) => record.total > 1);

export function RunsCard() {
  const { t } = useTranslation(['runs', 'common', 'leak']);
  const [ids, setIds] = useState<readonly string[]>([]);
  const [part, setPart] = useState<Part>('val');
  const options = useOptions();
  const chosen = useMemo(() => pick(options, ids), [options, ids]);
  const { records, error } = useRecords(chosen);
  const shown = useMemo(
    () =>
      chosen.flatMap(({ id, name, experiment }, i): ShownRun[] => {
        const record = records.get(id);
        const mark = String(i + 1);
        const label = t('numbered', { n: mark, name: name || t(`common:models.${experiment.model}`) });
        return record ? [{ mark, label, colour: runColours[i] ?? runColours[0], experiment, record }] : [];
      }),
    [chosen, records, t],
  );
  const leaky = shown.filter(({ experiment }) => experiment.leak).map(({ mark }) => mark);
  return (
    <Card className="stack" title={t('title')} note={t('limit', { n: String(maxShown) })}>
      <p className="note">{t('explain')}</p>
      {options.length === 0 && <p>{t('none')}</p>}
      {options.length > 0 && <RunPicker options={options} chosen={chosen} onChange={setIds} />}
      {error && <ErrorNotice error={error} />}
      {shown.length > 0 && (
        <div className="stack" data-testid="runs-overlay">
          <Segments
            label={t('part')}
            value={part}
            onChange={setPart}
            options={parts.map((id) => ({ id, label: t(`common:splits.${id}`) }))}
          />
          {leaky.length > 0 && (
            <Notice tone="warn" title={t('leak:some', { count: leaky.length, runs: leaky.join(', ') })} />
          )}
          <div className="runs-charts">
            <OverlayChart quantity="loss" part={part} runs={shown} />
            <OverlayChart quantity="acc" part={part} runs={shown} />
          </div>
          {pointAmongLines(shown) && <p className="note">{t('single')}</p>}
          <Outcomes runs={shown} />
        </div>
      )}
    </Card>
  );
}
