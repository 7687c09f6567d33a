/** The search for browsers, on made-up machines. */
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBrowser, installHint } from './browsers';

function folderWith(file: string, mode: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'browsers-'));
  writeFileSync(join(folder, file), '');
  chmodSync(join(folder, file), mode);
  return folder;
}

/** On no platform that it knows, so without usual places, whatever this machine has. */
const search = (PATH: string) => findBrowser('firefox', { PATH }, 'aix');

describe('findBrowser', () => {
  it('takes what the variable names, and refuses a path that is not there', () => {
    const path = join(folderWith('mine', 0o755), 'mine');
    expect(findBrowser('firefox', { FIREFOX_PATH: path })).toBe(path);
    expect(() => findBrowser('firefox', { FIREFOX_PATH: `${path}x` })).toThrow(/FIREFOX_PATH is .*minex/);
  });

  it('looks along PATH for something that can be run', () => {
    const plain = folderWith('firefox', 0o644);
    const executable = folderWith('firefox', 0o755);
    expect(search(`${plain}:${executable}`)).toBe(join(executable, 'firefox'));
    expect(search('')).toBeNull();
  });

  it('says how to install what it did not find', () => {
    expect(installHint('chromium', 'linux')).toMatch(/no Chromium .*apt install chromium.*CHROMIUM_PATH/);
    expect(installHint('firefox', 'darwin')).toContain('brew install --cask firefox');
    expect(installHint('firefox', 'aix')).toContain('your package manager');
  });
});
