/**
 * The runs stored in this browser: what each is, how far it is, and what can be done with it. Page
 * side.
 */
import { useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { bytes, count, moment, percent } from '../../lib/units';
import type { SavedRunReport } from '../../protocol/run';
import { elsewhere, isBusy } from '../../store/selectors';
import { DownloadSheet } from '../files/Download';
import { useActions, useLab } from '../lab';
import { Action, Card, Scroll } from '../shared';
import { RunNameField } from './RunNameField';
import { ImportRun, TransferNotice } from '../files/RunTransfer';

interface RunActionsProps {
  readonly run: SavedRunReport;
  readonly busy: boolean;
  /** How screen readers name the run. */
  readonly named: { readonly model: string; readonly when: string };
  readonly rename: RefObject<HTMLButtonElement | null>;
  readonly onRename: () => void;
}

function RunActions({ run, busy, named, rename, onRename }: RunActionsProps) {
  const { t } = useTranslation('train');
  const { openRun, deleteRun, exportRun } = useActions();
  // During a run the others may be deleted, which makes room for its snapshots.
  const current = useLab((state) => state.run?.id === run.id);
  const other = useLab(elsewhere);
  const trainsElsewhere = other === run.id;
  // Nor while a transfer is in progress, which may read its file.
  const moving = useLab((state) => state.transfer?.end === null);
  const label = (action: 'continue' | 'open' | 'rename' | 'export' | 'delete') => ({
    'aria-label': t(`runs.${action}This`, named),
    children: t(`runs.${action}`),
  });
  return (
    <div className="run-actions">
      {!run.finished && (
        <Action
          isDisabled={busy || other !== null}
          onPress={() => openRun(run, 'train')}
          {...label('continue')}
        />
      )}
      <Action
        isDisabled={busy || trainsElsewhere}
        onPress={() => openRun(run, 'inspect')}
        {...label('open')}
      />
      <Action variant="quiet" ref={rename} onPress={onRename} {...label('rename')} />
      <DownloadSheet run={run} named={named} isDisabled={busy || trainsElsewhere} />
      <Action
        variant="quiet"
        isDisabled={busy || trainsElsewhere}
        onPress={() => exportRun(run.id)}
        {...label('export')}
      />
      <Action
        variant="quiet"
        isDisabled={(busy && current) || trainsElsewhere || moving}
        onPress={() => deleteRun(run.id)}
        {...label('delete')}
      />
    </div>
  );
}

function Run({ run, busy }: { readonly run: SavedRunReport; readonly busy: boolean }) {
  const { t, i18n } = useTranslation(['train', 'common', 'leak']);
  const [renaming, setRenaming] = useState(false);
  const rename = useRef<HTMLButtonElement>(null);
  const { name, experiment, finished, epochs, lastEpoch, stepInEpoch, stepsPerEpoch, bestValAcc } = run;
  const trainsElsewhere = useLab(elsewhere) === run.id;
  const model = t(`common:models.${experiment.model}`);
  const steps =
    stepInEpoch > 0 ? t('runs.steps', { n: count(stepInEpoch), total: count(stepsPerEpoch) }) : '';
  const when = moment(run.savedAt, i18n.language);
  const endRenaming = (byKey: boolean): void => {
    setRenaming(false);
    if (byKey) rename.current?.focus();
  };
  return (
    <tr data-run={run.id} data-finished={finished} data-elsewhere={trainsElsewhere}>
      <th scope="row">
        {renaming && <RunNameField run={run} onEnd={endRenaming} />}
        {!renaming && name !== '' && <span className="run-name">{name}</span>}
        {name === '' && !renaming ? model : <span className="note">{model}</span>}
        <span className="note"> {t('runs.seed', { seed: String(experiment.seed) })}</span>
        {experiment.leak && <p className="note">{t('leak:mark')}</p>}
        {trainsElsewhere && <p className="note">{t('runs.elsewhere')}</p>}
      </th>
      <td className="run-progress">
        {finished && epochs === 0
          ? t('runs.untrained')
          : t('runs.epochs', { n: count(epochs), total: count(lastEpoch) })}{' '}
        {steps}
      </td>
      <td className="n">{bestValAcc === null ? '–' : percent(bestValAcc)}</td>
      <td className="n">{bytes(run.bytes)}</td>
      <td>{when}</td>
      <td>
        <RunActions
          run={run}
          busy={busy}
          named={{ model: name || model, when }}
          rename={rename}
          onRename={() => setRenaming(true)}
        />
      </td>
    </tr>
  );
}

export function SavedRuns() {
  const { t } = useTranslation('train');
  const runs = useLab((state) => state.runs);
  const busy = useLab((state) => isBusy(state) || state.backend === null || state.transfer?.end === null);
  if (!runs) return null;
  const { runs: saved, damaged, space } = runs;
  return (
    <Card title={t('runs.title')} note={t('runs.note')} actions={<ImportRun origin="runs" busy={busy} />}>
      <TransferNotice of="runs" />
      {saved.length === 0 && <p className="note">{t('runs.none')}</p>}
      {saved.length > 0 && (
        <Scroll label={t('runs.title')}>
          <table className="table" data-testid="saved-runs">
            <thead>
              <tr>
                <th scope="col">{t('runs.run')}</th>
                <th scope="col">{t('runs.progress')}</th>
                <th scope="col" className="n">
                  {t('runs.best')}
                </th>
                <th scope="col" className="n">
                  {t('runs.size')}
                </th>
                <th scope="col">{t('runs.saved')}</th>
                <th scope="col">{t('runs.actions')}</th>
              </tr>
            </thead>
            <tbody>
              {saved.map((run) => (
                <Run key={run.id} run={run} busy={busy} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {damaged > 0 && <p className="note">{t('runs.damaged', { count: damaged, n: count(damaged) })}</p>}
      {space && (
        <p className="note">{t('runs.space', { used: bytes(space.used), quota: bytes(space.quota) })}</p>
      )}
    </Card>
  );
}
