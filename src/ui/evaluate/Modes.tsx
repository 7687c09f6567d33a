/**
 * Explains why the validation accuracy can be above the training accuracy in the log: compares the
 * same weights on different images and in both modes. Page side.
 */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { metric, percent } from '../../lib/units';
import { evaluateObstacle, experimentAtHand } from '../../store/selectors';
import type { LabState } from '../../store/state';
import type { ModeFigures, ModesReport } from '../../protocol/evaluation';
import type { EpochLog } from '../../protocol/run';
import { useActions, useLab } from '../lab';
import { LeakNotice } from '../shared/LeakNotice';
import { Action, Card, Scroll } from '../shared';
import { differences, onInTraining, standardError, type Difference } from './modesData';

/**
 * The log of the epoch that the weights come from: early stopping may have restored an earlier one.
 */
function epochOfWeights({ run }: LabState): EpochLog | null {
  if (!run) return null;
  const restored = run.report?.restoredEpoch ?? null;
  return run.epochs.findLast(({ epoch }) => restored === null || epoch === restored) ?? null;
}

/** What is only active in training mode, as one line of words; '' if nothing is. */
function useThings(): string {
  const { t } = useTranslation('modes');
  const experiment = useLab(experimentAtHand);
  return onInTraining(experiment)
    .map((id) => t(`things.${id}`))
    .join(', ');
}

export function Modes() {
  const { t } = useTranslation(['modes', 'evaluate']);
  const { compareModes } = useActions();
  const obstacle = useLab(evaluateObstacle);
  const modes = useLab((state) => state.modes);
  const evaluating = useLab((state) => state.status === 'evaluating');
  const last = useLab(epochOfWeights);
  const reason = useId();
  return (
    <Card
      className="stack"
      title={t('title')}
      actions={
        <Action
          isDisabled={obstacle !== null}
          onPress={compareModes}
          {...(obstacle !== null && { 'aria-describedby': reason })}
        >
          {t(modes ? 'again' : 'compare')}
        </Action>
      }
    >
      <p className="note">{t('explain')}</p>
      {obstacle !== null && (
        <p className="note" id={reason}>
          {t(`evaluate:obstacles.${evaluating ? 'evaluating' : obstacle}`)}
        </p>
      )}
      {modes && <LeakNotice />}
      {modes && <Table modes={modes} last={last} />}
      {modes && <Findings listed={differences(modes, last)} />}
    </Card>
  );
}

interface TableProps {
  readonly modes: ModesReport;
  readonly last: EpochLog | null;
}

function Table({ modes, last }: TableProps) {
  const { t } = useTranslation('modes');
  const running = last && { images: 0, loss: last.loss, acc: last.acc };
  return (
    <Scroll label={t('title')}>
      <table className="table modes">
        <thead>
          <tr>
            <th scope="col">{t('what')}</th>
            <th scope="col" className="n">
              acc
            </th>
            <th scope="col" className="n">
              loss
            </th>
          </tr>
        </thead>
        <tbody>
          {running && <Row id="running" figures={running} epoch={last.epoch} />}
          <Row id="training" figures={modes.training} />
          <Row id="inference" figures={modes.inference} />
          <Row id="val" figures={modes.val} />
        </tbody>
      </table>
    </Scroll>
  );
}

interface RowProps {
  readonly id: 'running' | 'training' | 'inference' | 'val';
  readonly figures: ModeFigures;
  readonly epoch?: number;
}

function Row({ id, figures, epoch }: RowProps) {
  const { t } = useTranslation('modes');
  const { images, loss, acc } = figures;
  const things = useThings();
  const values = {
    epoch: String(epoch ?? 0),
    images: String(images),
    on: things === '' ? t('none') : t('on', { things }),
    off: things === '' ? '' : t('off', { things }),
  };
  return (
    <tr>
      <th scope="row">
        {t(`rows.${id}`, values)}
        <p className="note">{t(`how.${id}`, values)}</p>
      </th>
      <td className="n">
        {metric(acc)}
        {images > 0 && <p className="note">± {metric(standardError(figures))}</p>}
      </td>
      <td className="n">{metric(loss)}</td>
    </tr>
  );
}

/**
 * What follows from the rows, each with its size and whether so few images can distinguish it from
 * chance.
 */
function Findings({ listed }: { readonly listed: readonly Difference[] }) {
  const { t } = useTranslation('modes');
  const things = useThings();
  return (
    <ul className="findings">
      {listed.map(({ id, points, certain }) => (
        <li key={id}>
          <b>
            {points >= 0 ? '+' : '−'}
            {percent(Math.abs(points), 1)}
          </b>{' '}
          {id === 'mode' && things === '' ? t('differences.same') : t(`differences.${id}`, { things })}{' '}
          {!certain && t('uncertain')}
        </li>
      ))}
    </ul>
  );
}
