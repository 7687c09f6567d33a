/** What the page gets to know of a saved run: its epochs, bounded, without a tensor being read. */
import { beforeAll, expect, it } from 'vitest';
import { Archive } from '../../../src/storage/archive';
import { SnapshotError } from '../../../src/storage/snapshotFormat';
import { queryHandlers, type AnswerDeps } from '../../../src/engine/answers';
import { maxReported, recordOf, runHistory } from '../../../src/engine/runs/runHistory';
import { fakeFiles } from '../../helpers/fakeFiles';
import { oneSavedRun } from '../../helpers/savedRun';
import { epochLog } from '../../store/fixtures';

let saved: Awaited<ReturnType<typeof oneSavedRun>>;
beforeAll(async () => {
  saved = await oneSavedRun();
});

const logs = (n: number) =>
  Array.from({ length: n }, (_, i) => epochLog({ epoch: i + 1, val_loss: Math.abs(i - 3), seconds: 2 }).log);

it('answers with the epochs of a saved run', async () => {
  const known = { archive: async () => saved.archive } as unknown as AnswerDeps;
  const value = await queryHandlers(known).runHistory({ type: 'runHistory', id: saved.id });
  expect(value).toMatchObject({ id: saved.id, total: 1, epochs: [{ epoch: 1 }], best: { epoch: 1 } });
  expect(value.seconds).toBe(value.epochs[0]?.seconds);
});

it('reads no tensor: a run whose weights are damaged is told all the same', async () => {
  const { files } = saved;
  const name = `${saved.id}.a`;
  const whole = files.contents.get(name)!;
  const broken = whole.slice();
  broken[5_000]! ^= 1;
  files.contents.set(name, broken);
  expect((await runHistory(new Archive(files), saved.id)).total).toBe(1);
  // The control: without its index there is nothing to tell.
  files.contents.set(name, whole.slice(0, -100));
  await expect(runHistory(new Archive(files), saved.id)).rejects.toBeInstanceOf(SnapshotError);
  files.contents.set(name, whole);
});

it('names what is missing: the place, or the run', async () => {
  await expect(runHistory(null, saved.id)).rejects.toMatchObject({ code: 'snapshot-failed' });
  await expect(runHistory(new Archive(fakeFiles()), 'no-such-run')).rejects.toBeInstanceOf(SnapshotError);
});

it('tells of very many epochs a bounded number, the last among them, and of all the best and the time', () => {
  const { epochs, total, best, seconds } = recordOf('a-saved-run', logs(50_000));
  expect(epochs.length).toBeLessThanOrEqual(maxReported);
  expect(epochs.length).toBeGreaterThan(maxReported / 2);
  expect([epochs.at(-1)?.epoch, total, best?.epoch, seconds]).toEqual([50_000, 50_000, 4, 100_000]);
  expect(new Set(epochs.slice(1).map((log, i) => log.epoch - (epochs[i]?.epoch ?? 0))).size).toBe(1);
  expect(recordOf('a-saved-run', logs(maxReported)).epochs).toHaveLength(maxReported);
  expect(recordOf('a-saved-run', [])).toMatchObject({ epochs: [], total: 0, best: null, seconds: 0 });
});
