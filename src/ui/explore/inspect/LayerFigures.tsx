/**
 * All layers at the last poll, one row each: the spread of weights, outputs and gradients, and the
 * fraction of dead relus. Page side; knows no store.
 */
import { useTranslation } from 'react-i18next';
import type { Distribution } from '../../../lib/distribution';
import { count, tensorValue, percent } from '../../../lib/units';
import { DataTable } from '../../shared/charts/DataTable';
import type { DistributionSnapshot } from './distributionHistory';

const dash = '–';
const deviationOf = (of: Distribution | null): string => (of ? tensorValue(of.deviation) : dash);

export function LayerFigures({ snapshot }: { readonly snapshot: DistributionSnapshot }) {
  const { t } = useTranslation('inside');
  const columns = [
    t('columns.layer'),
    t('columns.dead'),
    t('columns.zeros'),
    t('columns.output'),
    t('columns.weights'),
    t('columns.gradients'),
  ];
  const rows = snapshot.layers.map(({ layer, dead, activations, weights, gradients }) => [
    layer,
    dead ? `${count(dead.count)} / ${count(dead.of)} (${percent(dead.count / dead.of, 1)})` : dash,
    percent(activations.zeros, 1),
    deviationOf(activations),
    deviationOf(weights),
    deviationOf(gradients),
  ]);
  return (
    <section className="stack" data-testid="dead-relus">
      <h4>{t('figures.title', { step: count(snapshot.steps) })}</h4>
      <DataTable label={t('figures.title', { step: count(snapshot.steps) })} data={{ columns, rows }} />
      <p className="note">{t('figures.explain', { images: count(snapshot.images) })}</p>
    </section>
  );
}
