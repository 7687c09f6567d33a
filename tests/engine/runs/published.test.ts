/**
 * The trained model that ships with the page comes in from its server: whole and once, or with the
 * reason why not.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../../src/dataset/download';
import { defaultExperiment } from '../../../src/experiment/schema';
import { trainedModel, trainedModelId } from '../../../src/store/trainedModel';
import { importBench, refusalOf, takenId } from '../../helpers/importedModel';
import { memoryFiles } from '../../../src/storage/memoryFiles';

const { file, bytes, sha256, epochs, model } = trainedModel;
const content = new Uint8Array(readFileSync(new URL(`../../../public/models/${file}`, import.meta.url)));
const url = `https://lab.test/course/models/${file}`;
const request = {
  id: trainedModelId,
  url,
  published: { file, bytes, sha256 },
  // A form that asks for another split than the model's.
  experiment: { ...defaultExperiment, seed: 1, train: 100, val: 50 },
};

function server(answer: () => Response) {
  const asked: string[] = [];
  const fetch: Fetch = async (input) => {
    asked.push(new Request(input).url);
    return answer();
  };
  const bench = importBench(null, memoryFiles(), memoryFiles(), fetch);
  return {
    ...bench,
    asked,
    take: () => bench.transfers.importPublished(bench.archive, bench.exportFiles, request),
  };
}

const whole = (): Response => new Response(content);
const altered = (): Response => new Response(content.map((byte, i) => (i === 5000 ? byte ^ 1 : byte)));
const page = (): Response =>
  new Response('<!doctype html>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
const unreachable = (): Response => {
  throw new TypeError('Failed to fetch');
};

describe('the trained model', () => {
  it('comes in as the run that it was, with the split that it was trained on and not the form’s', async () => {
    const { take, archive, asked, events, transfers, left } = server(whole);
    const answer = await take();
    expect(takenId(answer)).toBe(trainedModelId);
    expect(answer).toMatchObject({ model: { model, recorded: true, notes: [] } });
    expect(asked).toEqual([url]);
    const [saved] = (await archive.list()).runs;
    expect(saved?.state).toMatchObject({
      id: trainedModelId,
      finished: true,
      cursor: { epochs, stepInEpoch: 0 },
    });
    expect(saved?.state.experiment).toEqual({ ...defaultExperiment, model, lr: 0.001 });
    expect(events.every(({ kind, done, total }) => kind === 'trained' && done <= total)).toBe(true);
    expect(events.at(-1)).toMatchObject({ total: 3 * bytes });
    expect(await left()).toEqual([`${trainedModelId}.a`]);
    // Where somebody trained it further under its id, another copy is known by its beginning.
    const second = takenId(await take());
    expect(second).toMatch(new RegExp(`^${trainedModelId}-`));
    expect((await archive.list()).runs.map(({ state }) => state.id).toSorted()).toEqual([
      trainedModelId,
      second,
    ]);
    transfers.cancel();
  });

  it.each([
    ['is not there', 'missing', () => new Response('', { status: 404 }), 'HTTP 404'],
    ['is not there, and the host answers with its page', 'missing', page, 'text/html'],
    ['is on a server that fails', 'network', () => new Response('', { status: 503 }), 'HTTP 503'],
    ['cannot be reached', 'network', unreachable, 'Failed to fetch'],
    ['is cut short', 'truncated', () => new Response(content.subarray(0, 1000)), '1,000 of'],
    ['is longer', 'altered', () => new Response(new Blob([content, 'x'])), 'more than'],
    ['has another byte', 'altered', altered, 'SHA-256'],
  ] as const)('is refused where its file %s: %s', async (_, reason, answer, detail) => {
    const { take, left } = server(answer);
    const refusal = refusalOf(await take());
    expect(refusal.reason).toBe(reason);
    expect(refusal.detail).toContain(`${url}: `);
    expect(refusal.detail).toContain(detail);
    expect(await left()).toEqual([]);
  });

  it('can be given up while it comes', async () => {
    const { take, transfers, left } = server(() => new Response(new ReadableStream()));
    const taken = take();
    await new Promise((resolve) => setTimeout(resolve, 20));
    transfers.cancel();
    expect(refusalOf(await taken).reason).toBe('cancelled');
    expect(await left()).toEqual([]);
  });

  it('is refused where the browser keeps no runs', async () => {
    const { transfers, exportFiles, asked } = server(whole);
    expect(refusalOf(await transfers.importPublished(null, exportFiles, request)).reason).toBe('no-store');
    expect(asked).toEqual([]);
  });
});
