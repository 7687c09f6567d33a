import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readHdf5 } from '../../../src/formats/hdf5/reader';
import { fakeFiles } from '../../helpers/fakeFiles';

/**
 * Written by h5py 3 with `libver='latest'`, float32 unless said: `written` and `compact` are 0 to 5
 * in [2, 3], `zeros` is 0 there, `packed` is [8, 4] zeros in compressed chunks of [4, 4]; `never`,
 * `large never` [600, 600], `packed never` and `scalar never` were created and not written;
 * `virtual` names `elsewhere.h5`; `scalar` is an int64 0.
 */
const file = inflateSync(
  Buffer.from(
    `
eNrr9HBx4+WS4mLm4GCAgf9QIKED4RtAxUVjQw38PVyCmBT4Y3mzkXEFkxBIwQphiEIrEQjNxcTACKQiGGgGBG8znwQ7iZGBkVGF
gYGJiZGRCSrHDKXR+cwiDIyCCvIMLGCeAoM4B4N4PZDFCnQtMxcH0CcsjAzQ0JCAWbSAYdCDVyWXaRIWEkMwLOzidx2lRVjAs8YQ
CosjAiuuoYdFBNTzuGhSwoLhp+iQCYvsWR/60cMCVvCxQGl0Pt6w4ObmYWAEGsIAgiAV4LBhYmBmZGFhYeYyYIMaMmHwhQVnUGCL
m6OLEwNjgRDUkVCv86NUAxCxMv1vskDKzdHDhYGRjwuWeXygHpTL4F8HMQzmZQOoYTxg0gaFFzRJ7zg9owHulUEYDX/zenZRzzRw
/DBwwOPHDxq1Jc2873DrarAHEg5ABMQNQLzAAZfKirjkhAU8YNWMyGyIGZRghPkZG9IXAEvlqnjujwyjYBSMglEwCkbBKKA+oG4r
DLXVdYF96HSS3uz2dKRnixTW5B6MLdJXy1mKyG19AnsADLB49+BAHU9aqGBUit5/+M8KoV22BiSCw18RfWyJSh14bg4+YPgzw0Yx
QONSDEuGRh61ncwk4BbkEcDADva0AAPGSB0XI4SfIIIWNEyoJvEQaSMLkk5GaGgyMkhowbvRlbOuOIUAY5IVpI4bKJKisUkEZgfM
FuGyn7ZuwaD+CMx9jAyoNMK+AIYKoB0wmWfiEHEpBlR6jUu7qFOIjxsDq6NnHRuDO1BIjMHZVUCE4RyQKc6gE/9XgSEPzLzUdU6X
YRWQKcTg4aIUzRALGi1k+LuAP5WhFdzFrZOYV87wFCxqtXTtDIY9YLU6+zYvYjAHMgUYZlrnLmZQhzDb4k8ziIIVrNJnu8kwBWzx
Fa2fD0ZrkAGpsTBKCQnqlBKcHDKg1CiBu1+8bqiF16b0revcgoNd4YUDIzA3fgMxvn2bLu/u7O8DznMCqDnThgEtq6bmFKeWZ6QW
peplmALzKjNaLkbnezEHrEB2xQL+0ZQ7CkbBKBgFo2AUjIJRMApGwSgYBaNgFAwUgI95Q4f8mHkYGAU4YGPdDlgX/MBXCp4YPuHw
/6zDZlLCogMaCMMxLN4Vqki7ebg4wddzgsD2ScFKjAzs5UWZJSWpeYehoowMrFWpRfnF5+EDvKx5qWWpRbeZYHzunMSi9FQFsOhz
ZpgoW0FicnZqymcWmAAPRACirooNJsySkZiThhib4oaqAonyCMJE2csyi0pKE3N6hOAiyfm5QKUlm8Tg5hcnJwJdAjGfQQPuDogw
j+ZoSYAKAMrCOFk=
`,
    'base64',
  ),
);

async function read<T>(work: Parameters<typeof readHdf5<T>>[1]): Promise<T> {
  const open = await fakeFiles().open('a.h5');
  open.write(new Uint8Array(file), 0);
  return readHdf5(open, work);
}

const values = (path: string): Promise<readonly number[]> =>
  read(async (reader) => [...(await reader.values(path, async () => {}))]);

describe('readHdf5', () => {
  it('reads what was written, zeros too, wherever the file keeps it', async () => {
    expect(await values('written')).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await values('compact')).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await values('zeros')).toEqual(Array(6).fill(0));
    expect(await values('packed')).toEqual(Array(32).fill(0));
    expect(await read(async (reader) => reader.scalar('scalar'))).toBe(0);
    expect(await read(async (reader) => reader.scalar('nowhere'))).toBeNaN();
  });

  it.each(['never', 'large never', 'packed never'])('refuses %s, by name', async (path) => {
    await expect(values(path)).rejects.toMatchObject({
      problem: 'damaged',
      message: `${path} has no values: it was never written`,
    });
  });

  it('refuses a number that was never written', async () => {
    await expect(read(async (reader) => reader.scalar('scalar never'))).rejects.toThrow(
      'scalar never has no values',
    );
  });

  it('refuses a virtual dataset, whose values are in another file', async () => {
    await expect(values('virtual')).rejects.toMatchObject({
      problem: 'damaged',
      message: 'virtual is a virtual dataset: its values are in another file',
    });
  });
});
