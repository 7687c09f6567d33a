/**
 * What an export of AlexNet at 227 px, and an import of it, take of memory, of which 600 MB are
 * allowed. The model itself is not in this process.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('peak.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

function peak(...flags: readonly string[]): { readonly megabytes: number; readonly bytes: number } {
  const tsx = `${root}node_modules/tsx/dist/cli.mjs`;
  return JSON.parse(execFileSync(process.execPath, [tsx, script, ...flags], { cwd: root, encoding: 'utf8' }));
}

it('stays under 600 MB, and the measure sees a file that is held in memory (negative control)', () => {
  const disk = peak();
  expect(disk.bytes).toBeGreaterThan(233_298_984);
  expect(disk.megabytes).toBeLessThan(600);
  // Something was read at all: the largest tensor alone has 151 MB.
  expect(disk.megabytes).toBeGreaterThan(150);
  expect(peak('--import').megabytes).toBeLessThan(600);
  expect(peak('--memory').megabytes - disk.megabytes).toBeGreaterThan(150);
});
