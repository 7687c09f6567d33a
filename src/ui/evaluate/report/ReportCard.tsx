/** The student's notes, and saving the report as a file. Page side. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Label, TextArea, TextField } from 'react-aria-components';
import { canvasIsExact, saveFile } from '../../../charts/save';
import { lazyPart, MissingPartError } from '../../../lib/lazyPart';
import { messageOf } from '../../../lib/result';
import { experimentAtHand } from '../../../store/selectors';
import { useActions, useLab, useLabNow } from '../../lab';
import { Action, Card, Notice, useClassNames } from '../../shared';
import { reportOf } from './content';
import { sectionIds, type ReportDocument } from './document';
import { browserStorage, keepNotes, maxNoteLength, notesOf, type Notes } from './notes';
import { reportPictures } from './pictures';
import './reportCard.css';

type Format = 'html' | 'md';

/** The renderers are loaded with the first report. */
const markdownPart = lazyPart(() => import('./markdown'));
const htmlPart = lazyPart(() => import('./html'));

async function written(format: Format, report: ReportDocument): Promise<Blob> {
  if (format === 'md') {
    const { toMarkdown } = await markdownPart();
    return new Blob([toMarkdown(report)], { type: 'text/markdown' });
  }
  const { toHtml } = await htmlPart();
  return new Blob([toHtml(report)], { type: 'text/html' });
}

export function ReportCard() {
  const run = useLab((state) => state.run?.id ?? '');
  // Another run has other notes.
  return <RunReport key={run} run={run} />;
}

function RunReport({ run }: { readonly run: string }) {
  const { t } = useTranslation('report');
  const [notes, setNotes] = useState(() => notesOf(browserStorage(), run));
  const [kept, setKept] = useState(true);
  const change = (next: Notes): void => {
    setNotes(next);
    setKept(keepNotes(browserStorage(), run, next));
  };
  return (
    <Card title={t('card')} className="stack" actions={<Files notes={notes} />}>
      <p className="note">{t('explain')}</p>
      {!kept && <Notice tone="warn" title={t('notKept')} />}
      <div className="report-notes">
        {sectionIds.map((id) => (
          <TextField
            key={id}
            className="report-note"
            value={notes[id] ?? ''}
            maxLength={maxNoteLength}
            onChange={(note) => change({ ...notes, [id]: note })}
          >
            <Label>{t(`sections.${id}`)}</Label>
            <TextArea rows={3} placeholder={t(`prompts.${id}`)} />
          </TextField>
        ))}
      </div>
    </Card>
  );
}

function Files({ notes }: { readonly notes: Notes }) {
  const { t, i18n } = useTranslation(['report', 'train', 'evaluate', 'leak', 'shell', 'common']);
  const { link } = useActions();
  const names = useClassNames();
  const stateNow = useLabNow();
  const [making, setMaking] = useState(false);
  /** Message about the last report. */
  const [message, setMessage] = useState<string | null>(null);
  const save = async (format: Format): Promise<void> => {
    setMaking(true);
    try {
      const state = stateNow();
      const pictures = await reportPictures(state, names, t);
      const { language } = i18n;
      const source = {
        state,
        pictures,
        notes,
        names,
        link: link({ experiment: experimentAtHand(state) }),
        userAgent: navigator.userAgent,
        now: Date.now(),
        language,
      };
      saveFile(`alexnet-lab-report.${format}`, await written(format, reportOf(source, t)));
      setMessage(canvasIsExact() ? null : t('common:noisyPicture'));
    } catch (thrown) {
      const reason = thrown instanceof MissingPartError ? t('shell:update.part') : messageOf(thrown);
      setMessage(t('report:failed', { reason }));
    } finally {
      setMaking(false);
    }
  };
  return (
    <>
      <output className="note">{message}</output>
      {(['html', 'md'] as const).map((format) => (
        <Action key={format} isDisabled={making} onPress={() => void save(format)}>
          {t(`report:save.${format}`)}
        </Action>
      ))}
    </>
  );
}
