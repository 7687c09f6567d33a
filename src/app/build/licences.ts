/**
 * Vite plugins that write the licences of all packages in the page, its workers and its service
 * worker to `licences.txt` beside the page. Vite's own `build.license` leaves out packages that
 * only a worker uses, such as libhdf5. Build time, Node.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import license, { type Dependency } from 'rollup-plugin-license';
import type { Plugin } from 'vite';

/** The part of a package that is used here. */
export type LicencedPackage = Pick<
  Dependency,
  'name' | 'version' | 'license' | 'licenseText' | 'noticeText' | 'repository'
>;

const ruler = '-'.repeat(80);

const addressOf = ({ repository }: LicencedPackage): string =>
  typeof repository === 'string' ? repository : (repository?.url ?? '');

/**
 * The packages sorted by name, each with its licence's text, or, if it has none, where to find it.
 */
export function licencesText(packages: readonly LicencedPackage[]): string {
  const sorted = packages.toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
  const elsewhere = (id: string | null): string => {
    const other = sorted.find(
      ({ license: ownLicence, licenseText }) => ownLicence === id && licenseText !== null,
    );
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

/**
 * `collect`: for each build, a plugin that records its packages. `write`: for the page's build,
 * which ends last.
 */
export function licences(): { readonly collect: () => Plugin; readonly write: Plugin } {
  const packages = new Map<string, LicencedPackage>();
  let folder = '';
  return {
    // Typed as Rollup's plugin, which Vite accepts.
    collect: () => ({
      ...(license({
        sourcemap: false,
        thirdParty: (dependencies: readonly Dependency[]) => {
          for (const each of dependencies) packages.set(`${each.name} ${each.version}`, each);
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
