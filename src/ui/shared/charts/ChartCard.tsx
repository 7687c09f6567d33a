/**
 * A chart with its legend, the same numbers as a table, and both as files. Page side; knows React
 * and how to save, not what is drawn: the caller passes a draw function.
 */
import { useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { ToggleButton } from 'react-aria-components';
import { canvasIsExact, chartPicture, saveFile } from '../../../charts/save';
import { messageOf } from '../../../lib/result';
import { Action, Card, Notice } from '..';
import { DataTable, type RowActions, type TableData } from './DataTable';
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
  /** A sentence on how to read the chart. */
  readonly help?: string;
  /** File name without extension. */
  readonly file: string;
  readonly draw: Draw;
  /** CSS pixels. */
  readonly height: number;
  /** The drawing is never narrower than this; its container scrolls. CSS pixels. */
  readonly minWidth?: number;
  /** The drawing described in words. */
  readonly alt: string;
  readonly legend?: readonly LegendEntry[];
  /** Called when the table is shown, and whenever the data change. */
  readonly table?: () => TableData;
  /** Rows of the table that can be opened. */
  readonly rows?: RowActions;
  /**
   * Shown instead of the drawing, which is then only made for its file: a view that is already a
   * readable table needs no second one.
   */
  readonly view?: ReactNode;
  /** Called when the file is saved. */
  readonly csv: () => string;
  /** Shown instead of the chart while there is nothing to draw. */
  readonly empty?: string | undefined;
}

export function ChartCard(props: ChartCardProps) {
  const { title, note, help, empty, view, legend = [] } = props;
  const [asTable, setAsTable] = useState(false);
  /** Message about the last saved file. */
  const [message, setMessage] = useState<string | null>(null);
  const { host, error } = useDrawing(props.draw, props.height);
  const hasData = empty === undefined;
  const picture = { role: 'img', 'aria-label': props.alt } as const;
  const tools = hasData && (
    <ChartTools {...props} host={host} asTable={asTable} onTable={setAsTable} onSaved={setMessage} />
  );
  return (
    <Card title={title} {...(note === undefined ? {} : { note })} actions={tools} className="chart-card">
      {!hasData && <p className="note chart-empty">{empty}</p>}
      {hasData && help !== undefined && <p className="note chart-help">{help}</p>}
      {hasData && asTable && props.table && (
        <DataTable label={title} data={props.table()} rows={props.rows} />
      )}
      {hasData && view}
      <div className="chart-scroll" hidden={asTable || !hasData || view !== undefined}>
        <div
          ref={host}
          className="chart-ink"
          {...picture}
          style={{ blockSize: props.height, minInlineSize: props.minWidth }}
        />
      </div>
      {error !== null && <DrawFailed reason={error} />}
      {hasData && legend.length > 0 && <Legend entries={legend} />}
      <output className="note">{message}</output>
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
  /** Called with a message about the file; null: nothing to report. */
  readonly onSaved: (message: string | null) => void;
}

/** The drawing on the page, or one made only for the file. */
async function pictureOf(
  { draw, height, minWidth = 640, view }: ChartCardProps,
  shown: HTMLElement,
): Promise<Blob> {
  if (view === undefined) return chartPicture(shown);
  const element = document.createElement('div');
  await draw(element, { width: minWidth, height });
  return chartPicture(element);
}

function ChartTools(props: ToolsProps) {
  const { title, file, csv, table, host, asTable, onTable, onSaved } = props;
  const { t } = useTranslation(['charts', 'common']);
  const savePicture = async () => {
    try {
      if (host.current) saveFile(`${file}.png`, await pictureOf(props, host.current));
      onSaved(canvasIsExact() ? null : t('common:noisyPicture'));
    } catch (reason) {
      onSaved(messageOf(reason));
    }
  };
  const saveNumbers = () => {
    saveFile(`${file}.csv`, new Blob([csv()], { type: 'text/csv' }));
    onSaved(t('common:csvForm'));
  };
  return (
    <>
      {table && (
        <ToggleButton
          className="action action-quiet chart-tool"
          isSelected={asTable}
          onChange={onTable}
          aria-label={t('tool', { tool: t('table'), title })}
        >
          {t('table')}
        </ToggleButton>
      )}
      <Action
        variant="quiet"
        isDisabled={asTable}
        onPress={() => void savePicture()}
        aria-label={t('tool', { tool: t('png'), title })}
      >
        {t('png')}
      </Action>
      <Action variant="quiet" onPress={saveNumbers} aria-label={t('tool', { tool: t('csv'), title })}>
        {t('csv')}
      </Action>
    </>
  );
}
