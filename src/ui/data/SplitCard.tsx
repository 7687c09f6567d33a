/** The three parts of the data: how many images of each class, and proof that they share none. */
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import type { SplitName, SplitReport } from '../../protocol/data';
import { useLab } from '../lab';
import { Card, Scroll, useClassNames } from '../shared';

const parts: readonly SplitName[] = ['train', 'val', 'test'];

function Parts({ split }: { readonly split: SplitReport }) {
  const { t } = useTranslation(['data', 'common', 'leak']);
  const all = parts.reduce((sum, part) => sum + split[part].images, 0);
  return (
    <ul className="parts">
      {parts.map((part) => (
        <li key={part} className={`part part-${part}`} style={{ flexGrow: split[part].images / all }}>
          <span className="part-bar" aria-hidden="true" />
          <span>{t(`common:splits.${part}`)}</span>
          <b>{count(split[part].images)}</b>
          <small>{t(part === 'val' && split.sharedIndices > 0 ? 'leak:role' : `split.roles.${part}`)}</small>
        </li>
      ))}
    </ul>
  );
}

function Classes({ split }: { readonly split: SplitReport }) {
  const { t } = useTranslation(['data', 'common']);
  const names = useClassNames();
  const largest = Math.max(...parts.flatMap((part) => split[part].classes));
  return (
    <Scroll label={t('split.classes')}>
      <table className="table classes">
        <caption className="note">{t('split.classes')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('split.class')}</th>
            {parts.map((part) => (
              <th key={part} scope="col" className="n">
                {t(`common:splits.${part}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, label) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {parts.map((part) => (
                <ClassCount
                  key={part}
                  part={part}
                  images={split[part].classes[label] ?? 0}
                  largest={largest}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

interface ClassCountProps {
  readonly part: SplitName;
  readonly images: number;
  /** Images that a full bar stands for. */
  readonly largest: number;
}

function ClassCount({ part, images, largest }: ClassCountProps) {
  return (
    <td className="n">
      {count(images)}
      <span className="class-bar" aria-hidden="true">
        <span
          className={`part-${part}`}
          style={{ inlineSize: `${(images / Math.max(largest, 1)) * 100}%` }}
        />
      </span>
    </td>
  );
}

function Proof({ split }: { readonly split: SplitReport }) {
  const { t } = useTranslation(['data', 'leak']);
  return (
    <div className="proof note">
      <p>
        {t('split.sharedIndices')} <b>{count(split.sharedIndices)}</b>.{' '}
        {t(split.sharedIndices === 0 ? 'split.disjoint' : 'leak:split')}
      </p>
      <p>
        {t('split.sharedPixels')} <b>{count(split.sharedPixels)}</b>.{' '}
        {t(split.sharedPixels === 0 ? 'split.noDuplicates' : 'split.duplicates')}
      </p>
    </div>
  );
}

export function SplitCard() {
  const { t } = useTranslation('data');
  const split = useLab((state) => state.split);
  if (!split) {
    return (
      <Card title={t('split.title')}>
        <p className="note">{t('split.waiting')}</p>
      </Card>
    );
  }
  return (
    <Card title={t('split.title')} note={t('split.note', { seed: String(split.seed) })} className="stack">
      <Parts split={split} />
      <Classes split={split} />
      <Proof split={split} />
    </Card>
  );
}
