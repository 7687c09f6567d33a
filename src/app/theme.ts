/** Light, dark, or the system's theme: stored by the browser, set for the styles. Page side. */

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'theme';

/** The theme that was chosen here before; `auto` if none was, or if the browser stores nothing. */
export function storedTheme(): Theme {
  try {
    const kept = localStorage.getItem(key);
    return themes.find((theme) => theme === kept) ?? 'auto';
  } catch {
    return 'auto';
  }
}

/** Applies `theme` and stores it for the next visit, as far as the browser allows. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // A browser that forbids storage shows the theme until the page is closed.
  }
}
