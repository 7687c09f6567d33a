/** The button for help in the bar: the guided visit again, and the glossary. */
import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Glossary } from '../../panels/help';
import { Action } from '../../panels/shared';

interface HelpMenuProps {
  readonly onVisit: () => void;
  /** The button, to which the focus goes when a visit ends. */
  readonly button: RefObject<HTMLButtonElement | null>;
}

export function HelpMenu({ onVisit, button }: HelpMenuProps) {
  const { t } = useTranslation('tour');
  const [glossary, setGlossary] = useState(false);
  return (
    <>
      <MenuTrigger>
        <Action aria-label={t('help')} ref={button}>
          <span aria-hidden="true">?</span>
        </Action>
        <Popover className="popover" placement="bottom end">
          <Menu className="options" onAction={(id) => (id === 'visit' ? onVisit() : setGlossary(true))}>
            <MenuItem id="visit" className="option">
              {t('visit')}
            </MenuItem>
            <MenuItem id="glossary" className="option">
              {t('glossary')}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      <Glossary isOpen={glossary} onOpenChange={setGlossary} />
    </>
  );
}
