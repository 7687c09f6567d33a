/**
 * A chart with its legend, the same numbers as a table, and both as files. Page side; knows React and how to save, not what is
 * drawn: that comes as a function.
 */
import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { ToggleButton } from 'react-aria-components';
import { chartPicture, saveFile } from '../../charts/save';
import { messageOf } from '../../lib/result';
import { Action, Card, Notice } from '../shared';
import { DataTable, type TableData } from './DataTable';
import { useDrawing, type Draw } from './useDrawing';
import './charts.css';

/** One series in the legend with its latest value, formatted. */
export interface LegendEntry {
  readonly name: string;
  /** CSS colour, as it was given to the chart. */
  readonly colour: string;
  readonly value: string;
}

export interface ChartCardProps {
  readonly title: string;
  readonly note?: string;
  /** Name of the files, without extension. */
  readonly file: string;
  readonly draw: Draw;
  /** CSS pixels. */
  readonly height: number;
  /** The drawing is never narrower than this; its box scrolls. CSS pixels. */
  readonly minWidth?: number;
  /** The picture in words. */
  readonly alt: string;
  readonly legend?: readonly LegendEntry[];
  /** Asked for when the table is shown, and at each new data. */
  readonly table: () => TableData;
  /** Asked for when the file is saved. */
  readonly csv: () => string;
  /** Said instead of the chart while there is nothing to draw. */
  readonly empty?: string | undefined;
}

export function ChartCard(props: ChartCardProps) {
  const { title, note, empty, legend = [] } = props;
  const [asTable, setAsTable] = useState(false);
  const { host, error } = useDrawing(props.draw, props.height);
  const hasData = empty === undefined;
  const picture = { role: 'img', 'aria-label': props.alt } as const;
  const tools = hasData && <ChartTools {...props} host={host} asTable={asTable} onTable={setAsTable} />;
  return (
    <Card title={title} {...(note === undefined ? {} : { note })} actions={tools} className="chart-card">
      {!hasData && <p className="note chart-empty">{empty}</p>}
      {hasData && asTable && <DataTable label={title} data={props.table()} />}
      <div className="chart-scroll" hidden={asTable || !hasData}>
        <div
          ref={host}
          className="chart-ink"
          {...picture}
          style={{ blockSize: props.height, minInlineSize: props.minWidth }}
        />
      </div>
      {error !== null && <DrawFailed reason={error} />}
      {hasData && legend.length > 0 && <Legend entries={legend} />}
    </Card>
  );
}

function DrawFailed({ reason }: { readonly reason: string }) {
  const { t } = useTranslation('charts');
  return (
    <Notice tone="warn" title={t('drawFailed')}>
      <p className="mono detail">{reason}</p>
    </Notice>
  );
}

function Legend({ entries }: { readonly entries: readonly LegendEntry[] }) {
  return (
    <ul className="legend">
      {entries.map(({ name, colour, value }) => (
        <li key={name}>
          <i className="chart-ink" style={{ background: colour }} aria-hidden="true" />
          {name} <b>{value}</b>
        </li>
      ))}
    </ul>
  );
}

interface ToolsProps extends ChartCardProps {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly asTable: boolean;
  readonly onTable: (asTable: boolean) => void;
}

function ChartTools({ title, file, csv, host, asTable, onTable }: ToolsProps) {
  const { t } = useTranslation('charts');
  const [failure, setFailure] = useState<string | null>(null);
  const savePicture = async () => {
    try {
      if (host.current) saveFile(`${file}.png`, await chartPicture(host.current));
      setFailure(null);
    } catch (reason) {
      setFailure(messageOf(reason));
    }
  };
  return (
    <>
      <output className="note">{failure}</output>
      <ToggleButton
        className="action action-quiet chart-tool"
        isSelected={asTable}
        onChange={onTable}
        aria-label={t('tool', { tool: t('table'), title })}
      >
        {t('table')}
      </ToggleButton>
      <Action
        look="quiet"
        isDisabled={asTable}
        onPress={() => void savePicture()}
        aria-label={t('tool', { tool: t('png'), title })}
      >
        {t('png')}
      </Action>
      <Action
        look="quiet"
        onPress={() => saveFile(`${file}.csv`, new Blob([csv()], { type: 'text/csv' }))}
        aria-label={t('tool', { tool: t('csv'), title })}
      >
        {t('csv')}
      </Action>
    </>
  );
}
