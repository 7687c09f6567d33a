/** The layers' times for the benchmark: as the page measures them, longer, to the end. */
import { profileLayers, type TimedModel } from '../../src/engine/profile/layerTimes';
import type { Profile } from '../../src/protocol/device';

/** Every first run is left out. `quick`: repeats of 20 ms instead of 300 ms. */
export async function timeLayers(subject: TimedModel, quick: boolean): Promise<Profile> {
  const parts = profileLayers(subject, {
    minMs: quick ? 20 : 300,
    minTimings: 1,
    firstCountsFromMs: Number.POSITIVE_INFINITY,
  });
  for (;;) {
    const { done, value } = await parts.next();
    if (done) return value;
  }
}
