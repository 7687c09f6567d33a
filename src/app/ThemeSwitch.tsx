/** The choice between light, dark and the system's theme. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Action } from '../ui/shared';
import { applyTheme, storedTheme, themes, type Theme } from './theme';

export function ThemeSwitch() {
  const { t } = useTranslation('shell');
  const [theme, setTheme] = useState<Theme>(storedTheme);
  useEffect(() => applyTheme(theme), [theme]);
  return (
    <MenuTrigger>
      <Action aria-label={t('theme.label')}>
        <span aria-hidden="true">◐</span>
      </Action>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="options"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[theme]}
          onSelectionChange={(keys) =>
            setTheme(themes.find((id) => keys === 'all' || keys.has(id)) ?? 'auto')
          }
        >
          {themes.map((id) => (
            <MenuItem key={id} id={id} className="option">
              {t(`theme.${id}`)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
