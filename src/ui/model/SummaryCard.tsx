/** The summary, with two exports: Keras's plain text, and Python code. */
import { useTranslation } from 'react-i18next';
import { kerasCode, kerasSummaryText, type NetworkSummary } from '../../network';
import { useLab } from '../lab';
import { Part } from '../classroom/locks';
import { Action, Card, CopyButton, Scroll, Dialog } from '../shared';
import { SummaryTable } from './SummaryTable';
import type { Highlight } from './useHighlight';

function CodeSheet({ summary }: { readonly summary: NetworkSummary }) {
  const { t } = useTranslation('model');
  const experiment = useLab((state) => state.experiment);
  const code = kerasCode(summary.network, experiment);
  return (
    <div className="code">
      <p className="note">{t('summary.codeHelp')}</p>
      <CopyButton label={t('summary.copyCode')} text={() => code} />
      <Scroll label={t('summary.code')}>
        <pre className="mono" translate="no">
          {code}
        </pre>
      </Scroll>
    </div>
  );
}

interface SummaryCardProps {
  readonly summary: NetworkSummary;
  readonly highlight: Highlight;
}

export function SummaryCard({ summary, highlight }: SummaryCardProps) {
  const { t } = useTranslation('model');
  const actions = (
    <>
      <CopyButton label={t('summary.copy')} text={() => kerasSummaryText(summary)} />
      <Part id="code">
        <Dialog trigger={<Action>{t('summary.code')}</Action>} title={t('summary.code')}>
          <CodeSheet summary={summary} />
        </Dialog>
      </Part>
    </>
  );
  return (
    <Card title={t('summary.title')} note={t('summary.note')} actions={actions}>
      <Scroll label={t('summary.title')}>
        <SummaryTable summary={summary} highlight={highlight} />
      </Scroll>
    </Card>
  );
}
