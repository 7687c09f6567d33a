/**
 * The result of a speed measurement: the device's best rate, the step, and where its time goes.
 * Page side.
 */
import { Fragment, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { count, flopRate, milliseconds, percent, rate } from '../../lib/units';
import type { SpeedReport as Report } from '../../protocol/device';
import { useThreads } from '../device/DeviceChip';
import { Scroll } from '../shared';
import {
  byLayer,
  byPass,
  longestParts,
  speedRows,
  sumOf,
  type LayerGroup,
  type Pass,
  type SpeedRow,
} from './speedData';

const dash = '–';
const columns = ['layer', 'pass', 'bar', 'time', 'share', 'rate', 'ofBest'] as const;
/** Columns with text; the others hold numbers. */
const wordy = new Set<string>(['layer', 'pass', 'bar']);
/** How many parts the sentence names. */
const named = 3;

const lengthOf = (fraction: number): CSSProperties => ({ inlineSize: `${fraction * 100}%` });

function Headline({ report }: { readonly report: Report }) {
  const { t, i18n } = useTranslation('explore');
  const { gemmGflops, gemmSide, stepMs, experiment } = report;
  return (
    <dl className="figures">
      <div>
        <dt>{t('speed.best', { side: count(gemmSide) })}</dt>
        <dd>{flopRate(gemmGflops)}</dd>
      </div>
      <div>
        <dt>{t('speed.step', { batch: count(experiment.batch) })}</dt>
        <dd>{milliseconds(stepMs)}</dd>
      </div>
      <div>
        <dt>{t('speed.images')}</dt>
        <dd>{rate((experiment.batch * 1_000) / stepMs, i18n.language)}</dd>
      </div>
    </dl>
  );
}

function MeasuredOn({ report }: { readonly report: Report }) {
  const { t } = useTranslation(['explore', 'common', 'device', 'train']);
  const threadsOf = useThreads();
  const { experiment, backend } = report;
  const { adapter, cpu } = backend;
  const inUse = backend.kernels.filter(({ status }) => status === 'passed').length;
  const kernels =
    inUse === 0
      ? t('device:kernelsStock')
      : t('device:kernelsInUse', { n: count(inUse), total: count(backend.kernels.length) });
  const on = {
    model: t(`common:models.${experiment.model}`),
    batch: count(experiment.batch),
    optimizer: t(`train:optimizers.${experiment.optimizer}`),
    // Some browsers give an adapter no name.
    device: [backend.backend, cpu ? threadsOf(cpu) : adapter].filter(Boolean).join(', '),
  };
  return (
    <p className="note">
      {t('speed.on', on)} {kernels}
    </p>
  );
}

/** One bar for the whole step, by pass, which is also the legend for the other bars. */
function Passes({ rows }: { readonly rows: readonly SpeedRow[] }) {
  const { t } = useTranslation('explore');
  const fractions = byPass(rows);
  return (
    <div className="speed-passes">
      <div className="speed-whole" aria-hidden="true">
        {fractions.map(({ pass, fraction }) => (
          <span key={pass} className={`speed-fill speed-${pass}`} style={lengthOf(fraction)} />
        ))}
      </div>
      <ul className="speed-legend" aria-label={t('speed.byPass')}>
        {fractions.map(({ pass, fraction }) => (
          <li key={pass}>
            <Swatch pass={pass} />
            {t(`speed.passes.${pass}`)} <b>{percent(fraction, 0)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Whether only a symbol stands for the pass, which the legend explains. */
const isSymbol = (pass: Pass): boolean => pass === 'dX' || pass === 'dW';

function PassName({ pass }: { readonly pass: Pass }) {
  const { t } = useTranslation('explore');
  return isSymbol(pass) ? pass : t(`speed.passes.${pass}`);
}

const Swatch = ({ pass }: { readonly pass: Pass }) => (
  <span className={`speed-swatch speed-${pass}`} aria-hidden="true" />
);

function Row({ row }: { readonly row: SpeedRow }) {
  const { pass, ms, fraction, length, gflops, ofBest } = row;
  return (
    <>
      <th scope="row">
        <Swatch pass={pass} />
        <PassName pass={pass} />
      </th>
      <td className="speed-bar" aria-hidden="true">
        <span className={`speed-fill speed-${pass}`} style={lengthOf(length)} />
      </td>
      <td className="n">{milliseconds(ms)}</td>
      <td className="n">{percent(fraction, 1)}</td>
      <td className="n">{gflops === null ? dash : flopRate(gflops)}</td>
      <td className="n">{ofBest === null ? dash : percent(ofBest, 0)}</td>
    </>
  );
}

/** A layer's name, which may break before a word on a narrow screen. */
const Breakable = ({ name }: { readonly name: string }) =>
  name.split(/(?<=_)(?=[a-z])/).map((part) => (
    <Fragment key={part}>
      {part}
      <wbr />
    </Fragment>
  ));

function Layer({ group }: { readonly group: LayerGroup }) {
  const { t } = useTranslation('explore');
  return (
    <tbody>
      {group.rows.map((row, i) => (
        <tr key={row.pass} data-layer={row.layer ?? 'all'} data-pass={row.pass}>
          {i === 0 && (
            <th scope="rowgroup" rowSpan={group.rows.length} className="speed-layer">
              <Breakable name={group.layer ?? t('speed.all')} />
            </th>
          )}
          <Row row={row} />
        </tr>
      ))}
    </tbody>
  );
}

function Table({ rows }: { readonly rows: readonly SpeedRow[] }) {
  const { t } = useTranslation('explore');
  return (
    <Scroll label={t('speed.table')}>
      <table className="table speed-table">
        <caption className="hidden-text">{t('speed.table')}</caption>
        <thead>
          <tr>
            {columns.map((column) =>
              column === 'bar' ? (
                <td key={column} aria-hidden="true" />
              ) : (
                <th key={column} scope="col" className={wordy.has(column) ? undefined : 'n'}>
                  {t(`speed.columns.${column}`)}
                </th>
              ),
            )}
          </tr>
        </thead>
        {byLayer(rows).map((group) => (
          <Layer key={group.layer ?? ''} group={group} />
        ))}
      </table>
    </Scroll>
  );
}

export function SpeedReport({ report }: { readonly report: Report }) {
  const { t } = useTranslation('explore');
  const rows = speedRows(report);
  const longest = longestParts(rows, named).map(({ layer, pass, fraction }) =>
    t('speed.part', {
      layer: layer ?? t('speed.all'),
      pass: isSymbol(pass) ? pass : t(`speed.passes.${pass}`),
      share: percent(fraction, 0),
    }),
  );
  return (
    <div className="speed-report" data-testid="speed-report">
      <Headline report={report} />
      <MeasuredOn report={report} />
      <h4>{t('speed.where')}</h4>
      <p>{t('speed.longest', { parts: longest.join(' · ') })}</p>
      <Passes rows={rows} />
      <Table rows={rows} />
      <p className="note">
        {t('speed.alone', { sum: milliseconds(sumOf(report.times)), step: milliseconds(report.stepMs) })}
      </p>
    </div>
  );
}
