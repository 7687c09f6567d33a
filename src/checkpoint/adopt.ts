/**
 * A run from elsewhere is written as the first snapshot of a run that is new here. While it is not whole, a mark stands beside it:
 * what a killed tab leaves half written is found by it and removed.
 */
import { withFile, type Files } from './files';
import { SnapshotError, SnapshotWriter, type Source } from './format';
import type { RunState } from './state';

const [first, mark] = ['.a', '.new'] as const;

/** Nothing of what an import that was cut off has left; one that still goes on, in another tab, keeps its file open and is left alone. */
export async function sweep(files: Files): Promise<void> {
  for (const name of await files.list()) {
    if (!name.endsWith(mark)) continue;
    try {
      await files.remove(name.slice(0, -mark.length) + first);
      await files.remove(name);
    } catch (thrown) {
      if (!(thrown instanceof DOMException)) throw thrown;
    }
  }
}

async function freeId(files: Files, ids: readonly string[]): Promise<string> {
  const taken = new Set((await files.list()).map((name) => name.replace(/\.\w+$/, '')));
  const id = ids.find((candidate) => !taken.has(candidate));
  if (id === undefined) throw new Error('All ids are taken');
  return id;
}

/**
 * Writes a snapshot under the first of `ids` that no file has: `write` adds the blocks and gives the state, `check` reads the whole back.
 * That id. Rejects with what these or the file threw; nothing is left of it then.
 */
export async function adopt(
  files: Files,
  ids: readonly string[],
  write: (writer: SnapshotWriter, id: string) => Promise<RunState>,
  check: (source: Source) => Promise<void>,
): Promise<string> {
  const id = await freeId(files, ids);
  await withFile(files, id + mark, async () => {});
  try {
    await withFile(files, id + first, async (file) => {
      // Another tab may have been faster: then it is not ours to remove.
      if (file.size > 0) {
        await files.remove(id + mark);
        throw new SnapshotError('damaged', `${id} was written meanwhile`);
      }
      try {
        const writer = new SnapshotWriter(file);
        await writer.finish(await write(writer, id));
        file.flush();
        await check(file);
        await files.remove(id + mark);
      } catch (thrown) {
        file.truncate(0);
        throw thrown;
      }
    });
  } catch (thrown) {
    await sweep(files);
    throw thrown;
  }
  return id;
}
