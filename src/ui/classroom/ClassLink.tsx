/**
 * Builds a link for a class: the form's experiment, the section to open, what to lock and hide, and
 * a text for each section. Page side.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { partIds, sectionIds, type Classroom } from '../../experiment/classroom';
import { count } from '../../lib/units';
import { useActions, useLab } from '../lab';
import { Action, Choice, CopyButton, Scroll, Dialog } from '../shared';
import { LockChoice } from './LockChoice';
import { SectionTexts } from './SectionTexts';
import { Ticks } from './Ticks';
import './classroom.css';

/**
 * From this many characters on, some programs truncate an address; many servers refuse one from 8
 * kB on (nginx and Apache).
 */
const longLength = 2_000;
const refusedLength = 8_000;

interface DraftProps {
  readonly draft: Classroom;
  readonly change: (part: Partial<Classroom>) => void;
}

function OpensAt({ draft, change }: DraftProps) {
  const { t } = useTranslation(['classroom', 'shell']);
  const sections = sectionIds.map((id) => ({ id, label: t(`shell:places.${id}`) }));
  return (
    <Choice
      label={t('make.place')}
      value={draft.section ?? 'top'}
      options={[{ id: 'top' as const, label: t('make.top') }, ...sections]}
      onChange={(id) => change({ section: id === 'top' ? null : id })}
    />
  );
}

function Address({ draft }: { readonly draft: Classroom }) {
  const { t } = useTranslation('classroom');
  const { link } = useActions();
  // The form is behind the dialog, but its values may still change.
  useLab((state) => state.experiment);
  const address = link({ classroom: draft });
  const length = address.length;
  const tone = length >= refusedLength ? 'refused' : length >= longLength ? 'long' : 'length';
  const max = count(tone === 'refused' ? refusedLength : longLength);
  return (
    <div className="class-address">
      <h3>{t('make.address')}</h3>
      <Scroll label={t('make.address')}>
        <p className="mono" data-testid="class-link">
          {address}
        </p>
      </Scroll>
      <p className={tone === 'length' ? 'note' : 'note long'} data-testid="class-link-length">
        {t(`make.${tone}`, { n: count(length), max })}
      </p>
      <CopyButton label={t('make.copy')} text={() => address} />
    </div>
  );
}

/** The choices are kept while the page is open. */
export function ClassLink() {
  const { t } = useTranslation('classroom');
  const [draft, setDraft] = useState(useLab(({ classroom }) => classroom));
  const change = (part: Partial<Classroom>) => setDraft({ ...draft, ...part });
  return (
    <Dialog trigger={<Action>{t('make.open')}</Action>} title={t('make.open')}>
      <div className="class-link">
        <p className="note">{t('make.lead')}</p>
        <OpensAt draft={draft} change={change} />
        <LockChoice lock={draft.lock} onChange={(lock) => change({ lock })} />
        <Ticks
          label={t('make.hide')}
          value={draft.hide}
          options={partIds.map((id) => ({ id, label: t(`parts.${id}`) }))}
          onChange={(hide) => change({ hide })}
        />
        <SectionTexts say={draft.say} onChange={(say) => change({ say })} />
        <Address draft={draft} />
      </div>
    </Dialog>
  );
}
