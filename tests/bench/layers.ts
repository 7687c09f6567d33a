/** The layers' times for the benchmark: as the page measures them, longer, to the end. */
import { profileLayers, type Subject } from '../../src/engine/layerTimes';
import type { Profile } from '../../src/training/logs';

/** Every first run is left out. `quick`: repeats of 20 ms instead of 300 ms. */
export async function timeLayers(subject: Subject, quick: boolean): Promise<Profile> {
  const parts = profileLayers(subject, {
    leastMs: quick ? 20 : 300,
    leastTimings: 1,
    firstCountsFromMs: Number.POSITIVE_INFINITY,
  });
  for (;;) {
    const { done, value } = await parts.next();
    if (done) return value;
  }
}
