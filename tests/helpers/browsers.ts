/**
 * Finds browsers that are already on this machine, and says what to install where there is none.
 * Knows nothing of the page; the launch helpers are in `launch.ts`.
 */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/**
 * One browser family: the variable that names it, commands to look for on PATH, and usual places.
 */
interface Family {
  readonly variable: string;
  readonly commands: readonly string[];
  readonly places: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>>;
}

type Env = Readonly<Record<string, string | undefined>>;

const families = {
  chromium: {
    variable: 'CHROMIUM_PATH',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
    places: {
      darwin: [
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
      ],
      win32: ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe'],
      linux: ['/opt/google/chrome/chrome', '/snap/bin/chromium'],
    },
  },
  firefox: {
    variable: 'FIREFOX_PATH',
    commands: ['firefox-esr', 'firefox'],
    places: {
      darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
      win32: ['Mozilla Firefox\\firefox.exe'],
      linux: ['/snap/bin/firefox'],
    },
  },
} as const satisfies Record<string, Family>;

export type BrowserFamily = keyof typeof families;

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function onPath(command: string, env: Env, platform: NodeJS.Platform): string[] {
  const file = platform === 'win32' ? `${command}.exe` : command;
  return (env.PATH ?? env.Path ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, file));
}

function usualPlaces(family: Family, env: Env, platform: NodeJS.Platform): string[] {
  const places = family.places[platform] ?? [];
  if (platform !== 'win32') return [...places];
  const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((r) => r !== undefined);
  return roots.flatMap((root) => places.map((place) => join(root, place)));
}

/**
 * Playwright's own download, if somebody made one for this version; it throws where the platform is
 * unknown to it.
 */
function playwrightDownload(): string[] {
  try {
    return [chromium.executablePath()].filter(Boolean);
  } catch {
    return [];
  }
}

/**
 * The path of an installed browser, or null. A variable (`CHROMIUM_PATH`, `FIREFOX_PATH`) that is
 * set decides alone: a path in it that is not there throws, so that a typing error does not pass as
 * a skip.
 */
export function findBrowser(
  name: BrowserFamily,
  env: Env = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const family: Family = families[name];
  const named = env[family.variable];
  if (named) {
    if (!isExecutable(named))
      throw new Error(`${family.variable} is ${named}, which is not an executable file`);
    return named;
  }
  const candidates = [
    ...family.commands.flatMap((command) => onPath(command, env, platform)),
    ...usualPlaces(family, env, platform),
    ...(name === 'chromium' ? playwrightDownload() : []),
  ];
  return candidates.find(isExecutable) ?? null;
}

/** What to type to get a browser, for the message of a skip. */
export function installHint(name: BrowserFamily, platform: NodeJS.Platform = process.platform): string {
  const commands: Partial<Record<NodeJS.Platform, string>> = {
    linux:
      name === 'chromium'
        ? '`sudo apt install chromium` (Debian), `sudo dnf install chromium` (Fedora), or `npx playwright-core install --with-deps chromium` (any)'
        : '`sudo apt install firefox-esr` (Debian), `sudo dnf install firefox` (Fedora)',
    darwin: `\`brew install --cask ${name === 'chromium' ? 'google-chrome' : 'firefox'}\``,
    win32: `\`winget install ${name === 'chromium' ? 'Google.Chrome' : 'Mozilla.Firefox'}\``,
  };
  const title = name === 'chromium' ? 'Chromium or Chrome' : 'Firefox';
  return `no ${title} found: install it with ${commands[platform] ?? 'your package manager'}, or set ${families[name].variable}`;
}
