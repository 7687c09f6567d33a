/** The licences of what is in the page: each package once, with a text or where that stands. */
import { expect, it } from 'vitest';
import { licencesText, type LicencedPackage } from '../../src/app/build/licences';

const packed = (name: string, more: Partial<LicencedPackage> = {}): LicencedPackage => ({
  name,
  version: '1.0.0',
  license: 'MIT',
  licenseText: null,
  noticeText: null,
  repository: null,
  ...more,
});

it('has every package by its name, with its address, licence and notice', () => {
  const text = licencesText([
    packed('h5', {
      licenseText: 'NIST and HDF5\n',
      noticeText: 'acknowledge',
      repository: { type: 'git', url: 'https://x/h5' },
    }),
    packed('@a/core', { license: 'Apache-2.0' }),
    packed('b', { license: 'Apache-2.0', licenseText: 'Apache License' }),
    packed('c', { license: 'ISC' }),
  ]);
  expect(text.split(/\n+-{80}\n+/).map((part) => part.split('\n\n'))).toEqual([
    ['The software of others in this page.'],
    [
      '@a/core 1.0.0: Apache-2.0',
      'Its package holds no text of its licence; one of Apache-2.0 stands under b.',
    ],
    ['b 1.0.0: Apache-2.0', 'Apache License'],
    ['c 1.0.0: ISC', 'Its package holds no text of its licence.'],
    ['h5 1.0.0: MIT', 'https://x/h5', 'NIST and HDF5', 'acknowledge\n'],
  ]);
});
