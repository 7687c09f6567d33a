/**
 * Vite plugins: the licences of all packages that are in the page, in its workers and in its service worker,
 * as `licences.txt` beside the page. Vite's own `build.license` leaves out what is in a worker alone, libhdf5
 * among it. Build time, Node.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import license, { type Dependency } from 'rollup-plugin-license';
import type { Plugin } from 'vite';

/** The part of a package that is used. */
export type LicencedPackage = Pick<
  Dependency,
  'name' | 'version' | 'license' | 'licenseText' | 'noticeText' | 'repository'
>;

const ruler = '-'.repeat(80);

const addressOf = ({ repository }: LicencedPackage): string =>
  typeof repository === 'string' ? repository : (repository?.url ?? '');

/** The packages in the order of their names, each with its licence's text; where it has none, where that stands. */
export function licencesText(packages: readonly LicencedPackage[]): string {
  const sorted = packages.toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
  const elsewhere = (id: string | null): string => {
    const other = sorted.find(({ license: own, licenseText }) => own === id && licenseText !== null);
    return `Its package holds no text of its licence${other ? `; one of ${id} stands under ${other.name}` : ''}.`;
  };
  const parts = sorted.map((each) =>
    [
      `${each.name} ${each.version}: ${each.license}`,
      addressOf(each),
      each.licenseText ?? elsewhere(each.license),
      each.noticeText ?? '',
    ]
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .join('\n\n'),
  );
  return `${['The software of others in this page.', ...parts].join(`\n\n${ruler}\n\n`)}\n`;
}

/** `collect`: for each build, a plugin that notes its packages. `write`: for the page's, the last of all. */
export function licences(): { readonly collect: () => Plugin; readonly write: Plugin } {
  const packages = new Map<string, LicencedPackage>();
  let folder = '';
  return {
    // Of Rollup's type, whose plugins Vite takes.
    collect: () => ({
      ...(license({
        sourcemap: false,
        thirdParty: (found: readonly Dependency[]) => {
          for (const each of found) packages.set(`${each.name} ${each.version}`, each);
        },
      }) as unknown as Plugin),
      apply: 'build',
    }),
    write: {
      name: 'licences',
      apply: 'build',
      configResolved: ({ root, build }) => void (folder = resolve(root, build.outDir)),
      closeBundle: {
        sequential: true,
        order: 'post',
        handler(error?: Error) {
          if (error) return;
          writeFileSync(resolve(folder, 'licences.txt'), licencesText([...packages.values()]));
        },
      },
    },
  };
}
