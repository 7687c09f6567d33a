/**
 * Writes safetensors files: the length of a JSON header, the header, and all tensors one after the
 * other. Weights have the model's names (`conv2d/kernel`), slots are `optimizer/conv2d/kernel/m`.
 * Source: https://huggingface.co/docs/safetensors/index#format
 */
import {
  bytesOf,
  pieces,
  slotEntries,
  valuesOf,
  weightEntries,
  type Advance,
  type ExportedModel,
} from './exportedModel';
import type { Append } from './zip/writer';

/** The header is padded with blanks to a multiple of this, so that the tensors are aligned. */
const alignment = 8;

/** The header, preceded by its length as a little-endian u64. */
function head(header: object): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(header);
  const length = Math.ceil(new TextEncoder().encode(text).length / alignment) * alignment;
  const bytes = new Uint8Array(8 + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  new TextEncoder().encodeInto(text, bytes.subarray(8));
  return bytes;
}

/**
 * Writes all weights, with `optimizer` also its slots. Shapes are Keras's; the experiment is in the
 * metadata.
 */
export async function writeSafetensors(
  append: Append,
  model: ExportedModel,
  optimizer: boolean,
  advance: Advance,
): Promise<void> {
  const entries = [
    ...weightEntries(model),
    ...(optimizer ? slotEntries(model) : []).map((slot) => ({ ...slot, name: `optimizer/${slot.name}` })),
  ];
  let at = 0;
  const described = entries.map((entry) => {
    const begin = at;
    at += bytesOf(entry);
    return [entry.name, { dtype: 'F32', shape: entry.shape, data_offsets: [begin, at] }] as const;
  });
  const metadata = {
    format: 'keras',
    network: model.network.id,
    experiment: JSON.stringify(model.experiment),
    iterations: String(model.iterations),
  };
  append(head({ __metadata__: metadata, ...Object.fromEntries(described) }));
  for (const entry of entries)
    for await (const piece of pieces(await valuesOf(model, entry), advance)) append(piece);
}
