/** The help button in the bar: the guided tour again, and the glossary. */
import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Glossary } from '../../ui/help/Glossary';
import { Action } from '../../ui/shared';

interface HelpMenuProps {
  readonly onVisit: () => void;
  /** The button, which gets the focus when a tour ends. */
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
