/** An experiment as rows of a report, under Keras's names. Pure. */
import { stepsPerEpoch, type Experiment } from '../../experiment/schema';
import { count, learningRate } from '../../lib/units';
import type { ReportT } from './document';

/** What a report tells of it: fields that change nothing are left out. */
export function experimentFacts(experiment: Experiment, t: ReportT): [string, string][] {
  const { model, input, train, val, test, epochs, batch, optimizer, lr, momentum, schedule } = experiment;
  const { stepEvery, stepFactor, flip, shift, scale, dropout, earlyStopping, reduceLr, labels, seed } =
    experiment;
  const rows: [string, string | null][] = [
    ['model', t(`common:models.${model}`)],
    ['input', model === 'alexnet-small' ? `${input} × ${input}` : null],
    ['train / val / test', [train, val, test].map(count).join(' / ')],
    ['epochs', count(epochs)],
    ['batch', t('report:steps', { batch: count(batch), steps: count(stepsPerEpoch(experiment)) })],
    ['optimizer', optimizer],
    ['lr', learningRate(lr)],
    ['momentum', optimizer === 'momentum' ? String(momentum) : null],
    ['schedule', schedule === 'step' ? `step: × ${stepFactor} / ${stepEvery}` : schedule],
    ['flip', flip ? '✓' : null],
    ['shift', shift > 0 ? `± ${shift} px` : null],
    ['scale', scale],
    ['dropout', String(dropout)],
    ['EarlyStopping patience', earlyStopping > 0 ? count(earlyStopping) : null],
    ['ReduceLROnPlateau patience', reduceLr > 0 ? count(reduceLr) : null],
    ['labels', labels === 'shuffled' ? labels : null],
    ['seed', String(seed)],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}
