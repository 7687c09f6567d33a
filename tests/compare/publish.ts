/**
 * From measured runs to what the page and README.md show of them. Pure, but for the formatter's
 * settings.
 */
import { format, resolveConfig } from 'prettier';
import { initI18n } from '../../src/i18n';
import { toUrl } from '../../src/experiment/url';
import type { Experiment } from '../../src/experiment/schema';
import { networkFor } from '../../src/network';
import {
  experimentLine,
  nameOf,
  pictureText,
  rowsOf,
  titleOf,
  type CaseFigures,
  type EpochFigures,
  type RunFigures,
} from '../../src/ui/evaluate/compare/figures';
import type { CaseId } from './cases';
import { apart, firstSteps, secondsPerStep, type Measured, type MeasuredEpoch } from './measured';

/** A case with all its runs, Keras first, as it is kept. */
export interface MeasuredCase {
  readonly experiment: Experiment;
  /** Day. */
  readonly measured: string;
  readonly runs: readonly Measured[];
}

/** Seven digits: what a float32 holds. */
const short = (x: number): number => Number(x.toPrecision(7));

const epochFigures = ({ loss, val_loss, seconds }: MeasuredEpoch): EpochFigures => ({
  loss: short(loss),
  val_loss: short(val_loss),
  seconds: short(seconds),
});

function runFigures(run: Measured, keras: Measured): RunFigures {
  const { program, oneDnn, backend, device, driver, threads, epochs, test, losses } = run;
  const gap = (steps: number): number => short(apart(losses.slice(0, steps), keras.losses.slice(0, steps)));
  return {
    program,
    oneDnn,
    backend,
    device,
    driver,
    threads,
    first: epochFigures(epochs[0]!),
    last: epochFigures(epochs.at(-1)!),
    test: { loss: short(test.loss), acc: short(test.acc) },
    secondsPerStep: short(secondsPerStep(run.marks)),
    apart:
      run === keras ? null : { one: gap(1), ten: gap(firstSteps), all: short(apart(losses, keras.losses)) },
  };
}

/** What is published of a case. Throws where a run has other steps than Keras's. */
export function caseFigures(id: CaseId, { experiment, measured, runs }: MeasuredCase): CaseFigures {
  const [keras] = runs;
  if (!keras) throw new RangeError(`${id} has no runs`);
  const { train, val, test, batch, epochs } = experiment;
  return {
    id,
    model: experiment.model,
    side: networkFor(experiment).input[0],
    query: toUrl(experiment, { backend: 'auto', kernels: 'auto', lang: 'auto' }),
    train,
    val,
    test,
    batch,
    epochs,
    steps: keras.losses.length,
    measured,
    runs: runs.map((run) => runFigures(run, keras)),
  };
}

const english = () => initI18n('en').getFixedT('en', ['compare', 'common']);

/** What the picture of a case is drawn from. */
export function curvesOf(id: CaseId, measured: MeasuredCase) {
  const figures = caseFigures(id, measured);
  const t = english();
  const names = figures.runs.map((run) => nameOf(run, t).replaceAll(/ \d[\d.]*|, TensorFlow/g, ''));
  return {
    id,
    title: titleOf(figures, t),
    curves: measured.runs.map(({ losses }, i) => ({ name: names[i], losses })),
  };
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A case's part of tests/compare/README.md. */
export function caseText(figures: CaseFigures): string {
  const t = english();
  const picture = (theme: string): string => `../../public/compared-${figures.id}-${theme}.svg`;
  const heads = [t('rows.head'), ...figures.runs.map((run) => nameOf(run, t))];
  return [
    `**${titleOf(figures, t)}.** ${experimentLine(figures, t)} ${t('measured', { day: figures.measured })} \`${figures.query}\``,
    '',
    '<picture>',
    `  <source media="(prefers-color-scheme: dark)" srcset="${picture('dark')}">`,
    `  <img src="${picture('light')}" width="520" alt="${pictureText(figures, t)}">`,
    '</picture>',
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...rowsOf(figures, t).map(({ head, cells }) => line([head, ...cells])),
  ].join('\n');
}

const marks = ['<!-- Written by `npm run compare`: begin -->', '<!-- end -->'] as const;

/**
 * tests/compare/README.md with these figures in their place. Rejects where the place is not marked.
 */
export async function withComparison(readme: string, cases: readonly CaseFigures[]): Promise<string> {
  const from = readme.indexOf(marks[0]);
  const to = readme.indexOf(marks[1]);
  if (from < 0 || to < from) throw new RangeError(`tests/compare/README.md has no ${marks.join(' … ')}`);
  const text = cases.map(caseText).join('\n\n');
  const whole = `${readme.slice(0, from)}${marks[0]}\n\n${text}\n\n${readme.slice(to)}`;
  return formatted('tests/compare/README.md', whole);
}

/** As the project writes its files. */
export async function formatted(path: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}
