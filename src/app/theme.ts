/** Light, dark, or as the system: kept by the browser, told to the style sheet. Page side. */

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'theme';

/** The theme that was chosen here before; `auto` where none was, or where the browser keeps nothing. */
export function storedTheme(): Theme {
  try {
    const kept = localStorage.getItem(key);
    return themes.find((theme) => theme === kept) ?? 'auto';
  } catch {
    return 'auto';
  }
}

/** Shows `theme` now and keeps it for the next visit, as far as the browser lets it. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // A browser that forbids storage shows the theme until the page is closed.
  }
}
