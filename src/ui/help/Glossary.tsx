/**
 * A dialog with the page's terms: a search field, the terms in the language's alphabetical order,
 * and a link to the section where each is used.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Button,
  Dialog,
  Heading,
  Input,
  Label,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components';
import { count } from '../../lib/units';
import { Action, goTo, sectionAt, type Address } from '../shared';
import { findEntries, termIds, terms, type Entry } from './terms';
import './help.css';

function useEntries(search: string): Entry[] {
  const { t, i18n } = useTranslation('glossary');
  return useMemo(() => {
    const entries = termIds.map((id) => ({ id, name: t(`terms.${id}.name`), text: t(`terms.${id}.text`) }));
    return findEntries(entries, search, i18n.language);
  }, [t, i18n.language, search]);
}

interface EntriesProps {
  readonly entries: readonly Entry[];
  readonly onGo: (address: Address) => void;
}

function Entries({ entries, onGo }: EntriesProps) {
  const { t } = useTranslation(['glossary', 'shell']);
  if (entries.length === 0) return <p>{t('none')}</p>;
  return (
    <dl className="glossary" data-testid="glossary">
      {entries.map(({ id, name, text }) => (
        <div key={id} data-term={id}>
          <dt>{name}</dt>
          <dd>
            {text}{' '}
            <Button className="glossary-place" onPress={() => onGo(terms[id])}>
              {t('seen', { place: t(`shell:places.${sectionAt(terms[id])}`) })}
            </Button>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Contents({ onGo }: Pick<EntriesProps, 'onGo'>) {
  const { t } = useTranslation('glossary');
  const [search, setSearch] = useState('');
  const entries = useEntries(search);
  const input = useRef<HTMLInputElement>(null);
  // Whoever opens a glossary wants to search.
  useEffect(() => input.current?.focus(), []);
  return (
    <>
      <SearchField className="search" value={search} onChange={setSearch}>
        <Label>{t('search')}</Label>
        <Input ref={input} />
        <Button className="search-clear" aria-label={t('clear')}>
          ✕
        </Button>
      </SearchField>
      <output className="note">{t('found', { count: entries.length, n: count(entries.length) })}</output>
      <Entries entries={entries} onGo={onGo} />
    </>
  );
}

interface GlossaryProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** A term's link is followed only once the dialog has returned the focus. */
export function Glossary({ isOpen, onOpenChange }: GlossaryProps) {
  const { t } = useTranslation(['glossary', 'common']);
  const go = (address: Address) => {
    onOpenChange(false);
    setTimeout(() => goTo(address), 100);
  };
  return (
    <ModalOverlay className="overlay" isDismissable isOpen={isOpen} onOpenChange={onOpenChange}>
      <Modal className="modal">
        <Dialog className="dialog glossary-dialog">
          <div className="card-head">
            <Heading slot="title" level={2}>
              {t('title')}
            </Heading>
            <Action slot="close">{t('common:close')}</Action>
          </div>
          <Contents onGo={go} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
