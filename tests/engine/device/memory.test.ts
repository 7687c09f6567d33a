/**
 * A run that a device has no room for is refused before anything is made for it, and the page says
 * the same.
 */
import { expect, it } from 'vitest';
import { EngineFailure } from '../../../src/engine/core/errors';
import { assertBindingsFit } from '../../../src/engine/device/memory';
import { presets } from '../../../src/experiment/presets';
import { cpuSpareBytes, fitsMemory, needsOf } from '../../../src/network';
import { cpuEngine, cpuReport, gpu } from '../../helpers/states';

const { reference, lenet } = presets;
const { step } = needsOf(lenet);

/** A CPU engine whose memory grows to so many bytes. */
const upTo = (maxMemoryBytes: number) => ({ ...cpuEngine, cpu: { ...cpuReport, maxMemoryBytes } });

function refusal(work: () => void): EngineFailure | null {
  try {
    work();
    return null;
  } catch (thrown) {
    if (thrown instanceof EngineFailure) return thrown;
    throw thrown;
  }
}

it('is refused by the CPU engine where a step and what goes with it need more than its memory, to the byte', () => {
  expect(refusal(() => assertBindingsFit(lenet, upTo(step + cpuSpareBytes)))).toBeNull();
  expect(refusal(() => assertBindingsFit(lenet, upTo(step + cpuSpareBytes - 1)))?.code).toBe('no-room');
  expect(fitsMemory({ step }, step + cpuSpareBytes)).toBe(true);
  expect(fitsMemory({ step }, step + cpuSpareBytes - 1)).toBe(false);
});

it('is told with both sizes', () => {
  const large = { ...reference, batch: 400 };
  expect(refusal(() => assertBindingsFit(large, cpuEngine))).toMatchObject({
    code: 'no-room',
    message: expect.stringMatching(
      /^A step needs \d\.\d GB; the CPU engine’s memory grows to 4\.3 GB$/,
    ) as string,
  });
  expect(refusal(() => assertBindingsFit(reference, cpuEngine))).toBeNull();
});

it('that a GPU may have is asked of the GPU itself', () => {
  expect(
    refusal(() => assertBindingsFit({ ...reference, batch: 400 }, { ...gpu, maxBindingBytes: null })),
  ).toBeNull();
});
