/**
 * Writes an imported run as the first snapshot of a new run. Until it is whole, a marker file
 * exists next to it, by which what a killed tab left half written is found and removed.
 */
import { withFile, type Files } from './files';
import { SnapshotError, SnapshotWriter, type Source } from './snapshotFormat';
import type { SavedRunState } from './state';

const first = '.a';
const mark = '.new';

/**
 * Removes what an interrupted import has left; an import that is still running in another tab keeps
 * its file open and is left alone.
 */
export async function removeStale(files: Files): Promise<void> {
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
 * Writes a snapshot under the first of `ids` that no file has: `write` adds the blocks and returns
 * the state, `check` reads the whole file back. Returns that id. Rejects with what these or the
 * file threw; then nothing is left of it.
 */
export async function importSnapshot(
  files: Files,
  ids: readonly string[],
  write: (writer: SnapshotWriter, id: string) => Promise<SavedRunState>,
  check: (source: Source) => Promise<void>,
): Promise<string> {
  const id = await freeId(files, ids);
  await withFile(files, id + mark, async () => {});
  try {
    await withFile(files, id + first, async (file) => {
      // Another tab may have been faster: then the file is not ours to remove.
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
    await removeStale(files);
    throw thrown;
  }
  return id;
}
