/**
 * The confusion matrix as a grid of buttons: one Tab stop, arrow keys move between cells, and each
 * cell opens its images. tfjs-vis, whose drawing has no cells to press, draws the picture to save.
 * Page side.
 */
import { createContext, use, useCallback, useMemo, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import { confusionChart } from '../../charts/matrixChart';
import { confusedPairs, correctOf, type Confusion } from '../../lib/classification';
import { count } from '../../lib/units';
import { ChartCard } from '../shared/charts/ChartCard';
import type { Draw } from '../shared/charts/useDrawing';
import { useOpenImages } from './images/OpenImages';
import { Scroll, useClassNames } from '../shared';
import { confusionCsv } from './matrixData';
import { useOneByOne } from './useStaggered';

interface MatrixProps {
  readonly confusion: Confusion;
}

function useMatrixAlt(confusion: Confusion, names: readonly string[]): string {
  const { t } = useTranslation('evaluate');
  const images = count(confusion.flat().reduce((sum, n) => sum + n, 0));
  const [mistake] = confusedPairs(confusion);
  if (!mistake) return t('confusionAltPerfect', { images });
  return t('confusionAlt', {
    images,
    correct: count(correctOf(confusion)),
    actual: names[mistake.actual] ?? '',
    predicted: names[mistake.predicted] ?? '',
    times: count(mistake.count),
  });
}

export function Matrix({ confusion }: MatrixProps) {
  const { t } = useTranslation('evaluate');
  const names = useClassNames();
  const alt = useMatrixAlt(confusion, names);
  const xLabel = t('predicted');
  const yLabel = t('actual');
  const draw: Draw = useCallback(
    (element, size) =>
      confusionChart(element, { name: 'confusion', counts: confusion, labels: names, xLabel, yLabel }, size),
    [confusion, names, xLabel, yLabel],
  );
  return (
    <ChartCard
      title={t('confusion')}
      note={t('confusionNote')}
      file="confusion-matrix"
      draw={draw}
      height={460}
      minWidth={640}
      alt={alt}
      view={<Grid confusion={confusion} names={names} alt={alt} />}
      csv={() => confusionCsv(confusion, names, 'actual')}
      empty={confusion.length === 0 ? t('noResult') : undefined}
    />
  );
}

interface GridProps extends MatrixProps {
  readonly names: readonly string[];
  readonly alt: string;
}

/**
 * The cells read their counts from here, so that another evaluation updates the numbers in the
 * existing table instead of rendering a new one.
 */
const CountsContext = createContext<Confusion>([]);

function Grid({ confusion, names, alt }: GridProps) {
  const { t } = useTranslation('evaluate');
  const corner = t('actual');
  const head = useMemo(() => headOf(corner, names), [corner, names]);
  const rows = useMemo(() => names.map((name, actual) => rowOf(name, actual, names)), [names]);
  const drawn = useOneByOne(rows.length);
  return (
    <CountsContext value={confusion}>
      <Scroll label={t('confusion')}>
        <Table aria-label={alt} className="matrix">
          {head}
          <TableBody>{rows.slice(0, drawn)}</TableBody>
        </Table>
      </Scroll>
      <p className="note">{t('cellHelp')}</p>
    </CountsContext>
  );
}

const headOf = (corner: string, names: readonly string[]) => (
  <TableHeader>
    <Column isRowHeader>{corner}</Column>
    {names.map((name) => (
      <Column key={name}>
        <span className="matrix-name">{name}</span>
      </Column>
    ))}
  </TableHeader>
);

const rowOf = (name: string, actual: number, names: readonly string[]) => (
  <Row key={name} textValue={name}>
    <Cell>{name}</Cell>
    {names.map((other, predicted) => (
      <Cell key={other}>
        <MatrixCell actual={actual} predicted={predicted} names={names} />
      </Cell>
    ))}
  </Row>
);

interface MatrixCellProps {
  readonly actual: number;
  readonly predicted: number;
  readonly names: readonly string[];
}

function MatrixCell({ actual, predicted, names }: MatrixCellProps) {
  const { t } = useTranslation('evaluate');
  const openImages = useOpenImages();
  const row = use(CountsContext)[actual] ?? [];
  const times = row[predicted] ?? 0;
  if (times === 0) return <span className="matrix-none">0</span>;
  const right = actual === predicted;
  const values = { actual: names[actual] ?? '', predicted: names[predicted] ?? '', times: count(times) };
  const fraction = times / row.reduce((sum, n) => sum + n, 0);
  return (
    <Button
      className={right ? 'matrix-cell matrix-right' : 'matrix-cell'}
      style={{ '--share': String(fraction) } as CSSProperties}
      aria-label={t(right ? 'cellRight' : 'cell', values)}
      onPress={() => openImages({ actual, predicted })}
    >
      {count(times)}
    </Button>
  );
}
