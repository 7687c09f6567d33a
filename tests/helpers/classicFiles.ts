/** CIFAR-10 as Keras reads it, of the images that a run needs. Node. */
import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gather } from '../../src/dataset/batches';
import { imageBytes } from '../../src/lib/cifar10';
import type { ImageStore } from '../../src/dataset/imageStore';
import { classicBytes, stripImages } from '../../src/dataset/sheets/strips';

/**
 * CIFAR-10's files in the classic layout, with the images of these indices alone; the rest is zero.
 */
export function writeClassic(
  folder: string,
  store: ImageStore,
  train: ReadonlySet<number>,
  test: ReadonlySet<number>,
): void {
  mkdirSync(folder, { recursive: true });
  const record = 1 + imageBytes;
  for (let file = 0; file < 6; file++) {
    const set = file < 5 ? 'train' : 'test';
    const handle = openSync(join(folder, file < 5 ? `data_batch_${file + 1}.bin` : 'test_batch.bin'), 'w');
    ftruncateSync(handle, stripImages * record);
    const first = set === 'train' ? file * stripImages : 0;
    for (const index of set === 'train' ? train : test)
      if (index >= first && index < first + stripImages)
        writeSync(
          handle,
          classicBytes(gather(store, set, Uint32Array.of(index))),
          0,
          record,
          (index - first) * record,
        );
    closeSync(handle);
  }
}
