/** All layers at the last look, a row each: how weights, outputs and gradients spread, and the share of dead relus. Page side; knows no store. */
import { useTranslation } from 'react-i18next';
import type { Distribution } from '../../lib/distribution';
import { count, tensorValue, percent } from '../../lib/units';
import { DataTable } from '../charts/DataTable';
import type { LookAt } from './looks';

const dash = '–';
const deviationOf = (of: Distribution | null): string => (of ? tensorValue(of.deviation) : dash);

export function LayerFigures({ look }: { readonly look: LookAt }) {
  const { t } = useTranslation('inside');
  const columns = [
    t('columns.layer'),
    t('columns.dead'),
    t('columns.zeros'),
    t('columns.output'),
    t('columns.weights'),
    t('columns.gradients'),
  ];
  const rows = look.layers.map(({ layer, dead, activations, weights, gradients }) => [
    layer,
    dead ? `${count(dead.count)} / ${count(dead.of)} (${percent(dead.count / dead.of, 1)})` : dash,
    percent(activations.zeros, 1),
    deviationOf(activations),
    deviationOf(weights),
    deviationOf(gradients),
  ]);
  return (
    <section className="stack" data-testid="dead-relus">
      <h4>{t('figures.title', { step: count(look.steps) })}</h4>
      <DataTable label={t('figures.title', { step: count(look.steps) })} data={{ columns, rows }} />
      <p className="note">{t('figures.explain', { images: count(look.images) })}</p>
    </section>
  );
}
