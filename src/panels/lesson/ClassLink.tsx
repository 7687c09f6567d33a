/** Makes a link for a class: the form's experiment, where it opens, what it locks and leaves out, a text for each place. Page side. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { partIds, placeIds, type Lesson } from '../../experiment/lesson';
import { count } from '../../lib/units';
import { useActions, useLab } from '../lab';
import { Action, Choice, CopyButton, Scroll, Sheet } from '../shared';
import { LockChoice } from './LockChoice';
import { PlaceTexts } from './PlaceTexts';
import { Ticks } from './Ticks';

/** Characters from which some programs cut an address off, and from which many servers refuse it (nginx and Apache: 8 kB). */
const [longLength, refusedLength] = [2_000, 8_000];

interface DraftProps {
  readonly draft: Lesson;
  readonly change: (part: Partial<Lesson>) => void;
}

function OpensAt({ draft, change }: DraftProps) {
  const { t } = useTranslation(['lesson', 'shell']);
  const places = placeIds.map((id) => ({ id, label: t(`shell:places.${id}`) }));
  return (
    <Choice
      label={t('make.place')}
      value={draft.place ?? 'top'}
      options={[{ id: 'top' as const, label: t('make.top') }, ...places]}
      onChange={(id) => change({ place: id === 'top' ? null : id })}
    />
  );
}

function Address({ draft }: { readonly draft: Lesson }) {
  const { t } = useTranslation('lesson');
  const { link } = useActions();
  // The form lies behind the dialog, but what it holds may still change.
  useLab((state) => state.experiment);
  const address = link({ lesson: draft });
  const length = address.length;
  const tone = length >= refusedLength ? 'refused' : length >= longLength ? 'long' : 'length';
  const most = count(tone === 'refused' ? refusedLength : longLength);
  return (
    <div className="class-address">
      <h3>{t('make.address')}</h3>
      <Scroll label={t('make.address')}>
        <p className="mono" data-testid="class-link">
          {address}
        </p>
      </Scroll>
      <p className={tone === 'length' ? 'note' : 'note long'} data-testid="class-link-length">
        {t(`make.${tone}`, { n: count(length), most })}
      </p>
      <CopyButton label={t('make.copy')} text={() => address} />
    </div>
  );
}

/** What was chosen is kept while the page is open. */
export function ClassLink() {
  const { t } = useTranslation('lesson');
  const [draft, setDraft] = useState(useLab(({ lesson }) => lesson));
  const change = (part: Partial<Lesson>) => setDraft({ ...draft, ...part });
  return (
    <Sheet trigger={<Action>{t('make.open')}</Action>} title={t('make.open')}>
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
        <PlaceTexts say={draft.say} onChange={(say) => change({ say })} />
        <Address draft={draft} />
      </div>
    </Sheet>
  );
}
