/** Files of models, made and taken in as the page does. Node. */
import { Archive } from '../../src/storage/archive';
import { exportModel, type ExportedModel, type ExportOptions } from '../../src/formats/export';
import type { Files } from '../../src/storage/files';
import { memoryFiles } from '../../src/storage/memoryFiles';
import { ExportFiles } from '../../src/engine/runs/exports';
import type { Fetch } from '../../src/dataset/download';
import { Transfers } from '../../src/engine/runs/transfers';
import { defaultExperiment, type Experiment } from '../../src/experiment/schema';
import type { EngineEvent } from '../../src/protocol/events';
import type { TransferAnswer } from '../../src/protocol/files';

/** The bytes of an exported file. */
export async function exportedBytes(
  model: ExportedModel,
  options: ExportOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const files = memoryFiles();
  await exportModel(files, 'x', model, options, async () => {});
  return new Uint8Array(await (await files.blob('x')).arrayBuffer());
}

/** An archive that takes in models, and the folder in which it copies them. */
export function importBench(
  free: number | null = null,
  files: Files = memoryFiles(),
  scratch: Files = memoryFiles(),
  fetch?: Fetch,
) {
  const archive = new Archive(files);
  const events: Extract<EngineEvent, { type: 'transfer' }>[] = [];
  const transfers = new Transfers({
    emit: (event) => void (event.type === 'transfer' && events.push(event)),
    free: async () => free,
    ...(fetch && { fetch }),
  });
  const exportFiles = new ExportFiles({ files: async () => scratch, locks: null });
  const take = (picked: readonly File[], guess: Experiment = defaultExperiment): Promise<TransferAnswer> =>
    transfers.importModel(archive, exportFiles, picked, guess);
  /** Names of all files that are there. */
  const left = async (): Promise<string[]> => [...(await files.list()), ...(await scratch.list())];
  return { archive, transfers, exportFiles, events, take, left };
}

export const fileOf = (bytes: Uint8Array<ArrayBuffer>, name = 'model.keras'): File => new File([bytes], name);

/** The id of what was taken in. Throws what it was refused for. */
export function takenId(answer: TransferAnswer): string {
  if (answer.type !== 'imported') throw new Error(JSON.stringify(answer));
  return answer.id;
}

/** Why it was refused. */
export function refusalOf(answer: TransferAnswer) {
  if (answer.type !== 'refused') throw new Error(`It was ${answer.type}`);
  return answer.refusal;
}
