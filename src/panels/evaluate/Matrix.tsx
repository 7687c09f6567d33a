/**
 * The confusion matrix as a grid of buttons: one stop for Tab, arrow keys from cell to cell, and each cell opens its images. tfjs-vis, whose
 * drawing has no cells to press, makes the picture to save. Page side.
 */
import { useCallback, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import { confusionChart } from '../../charts/matrixChart';
import { confusedPairs, correctOf, type Confusion } from '../../lib/classification';
import { count } from '../../lib/units';
import { ChartCard } from '../charts/ChartCard';
import type { Draw } from '../charts/useDrawing';
import { useOpenImages } from '../judged';
import { Scroll, useClassNames } from '../shared';
import { confusionCsv } from './matrixData';

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
  const [xLabel, yLabel] = [t('predicted'), t('actual')];
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

function Grid({ confusion, names, alt }: GridProps) {
  const { t } = useTranslation('evaluate');
  return (
    <>
      <Scroll label={t('confusion')}>
        <Table aria-label={alt} className="matrix">
          <TableHeader>
            <Column isRowHeader>{t('actual')}</Column>
            {names.map((name) => (
              <Column key={name}>
                <span className="matrix-name">{name}</span>
              </Column>
            ))}
          </TableHeader>
          <TableBody>
            {confusion.map((row, actual) => (
              <Row key={names[actual]} textValue={names[actual] ?? ''}>
                <Cell>{names[actual]}</Cell>
                {row.map((times, predicted) => (
                  <Cell key={names[predicted]}>
                    <MatrixCell
                      times={times}
                      share={
                        times /
                        Math.max(
                          row.reduce((sum, n) => sum + n, 0),
                          1,
                        )
                      }
                      actual={actual}
                      predicted={predicted}
                      names={names}
                    />
                  </Cell>
                ))}
              </Row>
            ))}
          </TableBody>
        </Table>
      </Scroll>
      <p className="note">{t('cellHelp')}</p>
    </>
  );
}

interface MatrixCellProps {
  readonly times: number;
  /** Of its row, 0–1. */
  readonly share: number;
  readonly actual: number;
  readonly predicted: number;
  readonly names: readonly string[];
}

function MatrixCell({ times, share, actual, predicted, names }: MatrixCellProps) {
  const { t } = useTranslation('evaluate');
  const openImages = useOpenImages();
  const right = actual === predicted;
  const said = { actual: names[actual] ?? '', predicted: names[predicted] ?? '', times: count(times) };
  if (times === 0) return <span className="matrix-none">0</span>;
  return (
    <Button
      className={right ? 'matrix-cell matrix-right' : 'matrix-cell'}
      style={{ '--share': String(share) } as CSSProperties}
      aria-label={t(right ? 'cellRight' : 'cell', said)}
      onPress={() => openImages({ actual, predicted })}
    >
      {count(times)}
    </Button>
  );
}
