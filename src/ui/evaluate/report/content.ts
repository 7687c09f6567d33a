/**
 * The content of a report: facts from the page's state, section by section. Pure; the caller passes
 * the pictures.
 */
import { averages, calibrationError, classFigures, confusedPairs } from '../../../lib/classification';
import { secondsOf } from '../../../lib/epochs';
import { count, duration, kerasBytes, metric, moment, percent, si } from '../../../lib/units';
import { leakedImages } from '../../../experiment/schema';
import { kerasSummaryText, networkFor, summarize } from '../../../network';
import type { BackendReport } from '../../../protocol/device';
import { experimentAtHand } from '../../../store/selectors';
import type { Evaluation } from '../../../store/slices/evaluation';
import type { LabState } from '../../../store/state';
import type { RunView } from '../../../store/slices/run';
import { classTable } from '../matrixData';
import { epochTable } from '../../train/curveData';
import { experimentFacts } from './experimentFacts';
import { notebookLog, noteValues } from '../../train/logText';
import {
  sectionIds,
  type Block,
  type ReportDocument,
  type ReportT,
  type Sample,
  type SectionId,
} from './document';

/** Pictures as data URLs; null if there is nothing to draw. */
export interface ReportPictures {
  readonly loss: string | null;
  readonly acc: string | null;
  readonly calibration: string | null;
  readonly samples: readonly Sample[];
}

export interface ReportSource {
  readonly state: LabState;
  readonly pictures: ReportPictures;
  readonly notes: Readonly<Partial<Record<SectionId, string>>>;
  readonly names: readonly string[];
  readonly link: string;
  readonly userAgent: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly language: string;
}

const text = (content: string): Block => ({ kind: 'text', text: content });
const picture = (src: string | null, alt: string): Block[] =>
  src === null ? [] : [{ kind: 'picture', src, alt }];

function experimentBlocks({ state, link }: ReportSource, t: ReportT): Block[] {
  return [
    { kind: 'facts', rows: experimentFacts(experimentAtHand(state), t) },
    text(t('report:link')),
    { kind: 'link', href: link },
  ];
}

function kindOf({ software, cpu }: BackendReport, t: ReportT): string {
  if (cpu)
    return t('report:device.cpu', {
      count: cpu.threads,
      threads: count(cpu.threads),
      cores: count(cpu.cores),
    });
  return t(software ? 'report:device.software' : 'report:device.hardware');
}

function deviceBlocks({ state: { backend, selfCheck }, userAgent }: ReportSource, t: ReportT): Block[] {
  if (!backend) return [text(t('report:noDevice'))];
  const { kernels } = backend;
  const passed = kernels.filter(({ status }) => status === 'passed').length;
  const rows: [string, string][] = [
    [t('report:device.backend'), backend.backend],
    [t('report:device.adapter'), backend.adapter || t('common:unknown')],
    [t('report:device.kind'), kindOf(backend, t)],
    [t('report:device.browser'), userAgent],
  ];
  if (kernels.length > 0)
    rows.push([
      t('report:device.kernels'),
      t('report:device.kernelsOf', { n: count(passed), total: count(kernels.length) }),
    ]);
  if (selfCheck)
    rows.push([
      t('report:device.check'),
      t(selfCheck.passed ? 'report:device.passed' : 'report:device.failed'),
    ]);
  return [{ kind: 'facts', rows }];
}

function modelBlocks({ state }: ReportSource, t: ReportT): Block[] {
  const summary = summarize(networkFor(experimentAtHand(state)));
  const rows: [string, string][] = [
    [t('report:model.params'), count(summary.params)],
    [t('report:model.trainable'), count(summary.trainable)],
    [t('report:model.bytes'), kerasBytes(summary.params * 4)],
    [t('report:model.macs'), si(summary.macs)],
  ];
  return [
    { kind: 'facts', rows },
    { kind: 'pre', label: t('report:summary'), text: kerasSummaryText(summary) },
    text(summary.network.citation),
  ];
}

function runFacts(run: RunView, failed: boolean, t: ReportT, language: string): Block {
  const end = run.report?.end ?? (failed ? 'failed' : 'running');
  return {
    kind: 'facts',
    rows: [
      [
        t('report:run.epochs'),
        t('report:run.epochsOf', { n: count(run.epochs.length), total: count(run.lastEpoch) }),
      ],
      [t('report:run.time'), duration(secondsOf(run.epochs), language)],
      [t('report:run.end'), t(`report:run.ends.${end}`)],
    ],
  };
}

/** The warning in every section with figures of a run that was trained on validation images. */
function leakBlocks({ run }: LabState, t: ReportT): Block[] {
  if (!run?.experiment.leak) return [];
  const { experiment } = run;
  const images = t('leak:text', { n: count(leakedImages(experiment)), val: count(experiment.val) });
  return [text(`⚠ ${t('leak:title')} ${images}`)];
}

function trainingBlocks({ state, pictures, language }: ReportSource, t: ReportT): Block[] {
  const { run, failure } = state;
  if (!run || run.epochs.length === 0) return [text(t('report:noRun'))];
  const { columns, rows } = epochTable(run.epochs);
  return [
    ...leakBlocks(state, t),
    runFacts(run, failure !== null, t, language),
    ...run.notes.map((note) => text(t(`train:notes.${note.note}`, noteValues(note)))),
    ...picture(pictures.loss, t('report:lossAlt')),
    ...picture(pictures.acc, t('report:accAlt')),
    { kind: 'table', caption: t('report:epochs'), columns, rows },
    { kind: 'pre', label: t('report:log'), text: notebookLog(run.epochs).trimEnd() },
  ];
}

/** How many kinds of mistakes a report lists. */
const maxPairs = 5;

function figuresOf(evaluation: Evaluation, t: ReportT): Block {
  const error = calibrationError(evaluation.calibration);
  return {
    kind: 'facts',
    rows: [
      [t('report:figures.images'), `${t(`common:splits.${evaluation.split}`)}, ${count(evaluation.images)}`],
      [t('evaluate:accuracy'), metric(evaluation.acc)],
      [t('evaluate:loss'), metric(evaluation.loss)],
      [t('report:figures.ece'), error === null ? '–' : percent(error)],
    ],
  };
}

function evaluationBlocks({ state, pictures, names }: ReportSource, t: ReportT): Block[] {
  const { evaluation } = state;
  if (!evaluation) return [text(t('report:noEvaluation'))];
  const { confusion } = evaluation;
  const classes = classFigures(confusion);
  const words = {
    class: t('evaluate:class'),
    precision: t('evaluate:precision'),
    recall: t('evaluate:recall'),
    f1: t('evaluate:f1'),
    support: t('evaluate:support'),
    takenFor: t('evaluate:takenFor'),
    macro: t('evaluate:macro'),
    weighted: t('evaluate:weighted'),
    none: '–',
  };
  const pairs = confusedPairs(confusion).slice(0, maxPairs);
  return [
    ...leakBlocks(state, t),
    figuresOf(evaluation, t),
    {
      kind: 'table',
      caption: t('evaluate:perClass'),
      ...classTable(classes, averages(classes), names, words),
    },
    {
      kind: 'table',
      caption: `${t('evaluate:confusion')} (${t('evaluate:confusionNote')})`,
      columns: [t('evaluate:actual'), ...names],
      rows: confusion.map((row, i) => [names[i] ?? String(i), ...row.map(count)]),
    },
    {
      kind: 'table',
      caption: t('evaluate:pairs'),
      columns: [t('evaluate:actual'), t('evaluate:predicted'), t('evaluate:count')],
      rows: pairs.map((pair) => [names[pair.actual] ?? '', names[pair.predicted] ?? '', count(pair.count)]),
    },
    ...picture(pictures.calibration, t('evaluate:calibration')),
  ];
}

function samplesBlocks({ state, pictures }: ReportSource, t: ReportT): Block[] {
  const { gallery } = state;
  if (!gallery || pictures.samples.length === 0) return [text(t('report:noSamples'))];
  return [
    text(t('report:samples', { part: t(`common:splits.${gallery.split}`) })),
    { kind: 'samples', items: pictures.samples },
  ];
}

const blocksOf: Readonly<Record<SectionId, (source: ReportSource, t: ReportT) => Block[]>> = {
  experiment: experimentBlocks,
  device: deviceBlocks,
  model: modelBlocks,
  training: trainingBlocks,
  evaluation: evaluationBlocks,
  samples: samplesBlocks,
  discussion: () => [],
};

/** The whole report, in the language of `t`. */
export function reportOf(source: ReportSource, t: ReportT): ReportDocument {
  const { state, notes, now, language } = source;
  const model = t(`common:models.${experimentAtHand(state).model}`);
  return {
    language,
    title: t('report:title', { model }),
    subtitle: t('report:made', { when: moment(now, language) }),
    noteTitle: t('report:note'),
    sections: sectionIds.map((id) => ({
      id,
      title: t(`report:sections.${id}`),
      blocks: blocksOf[id](source, t),
      note: (notes[id] ?? '').trim(),
    })),
    foot: t('report:foot'),
  };
}
