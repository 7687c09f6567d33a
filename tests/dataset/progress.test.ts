import { describe, expect, it } from 'vitest';
import { ProgressMeter } from '../../src/dataset/progress';
import type { DataProgress } from '../../src/protocol/data';
import { tinyManifest } from './tiny';

const sheets = tinyManifest(3, 1, 5).sheets.map((sheet) => ({ ...sheet, bytes: 1_000 }));
const [a, b, c, d] = sheets as [
  (typeof sheets)[0],
  (typeof sheets)[0],
  (typeof sheets)[0],
  (typeof sheets)[0],
];

function metered() {
  const clock = { ms: 0 };
  const reports: DataProgress[] = [];
  const meter = new ProgressMeter(
    sheets,
    (progress) => reports.push(progress),
    () => clock.ms,
  );
  return { clock, reports, meter };
}

describe('ProgressMeter', () => {
  it('counts sheets, images and bytes', () => {
    const { meter, reports } = metered();
    meter.held(a, true);
    meter.finish(b, false);
    meter.receive(c, 400);
    meter.flush();
    expect(reports.at(-1)).toEqual({
      sheets: 2,
      sheetsTotal: 4,
      images: 10,
      imagesTotal: 20,
      bytes: 2_400,
      bytesTotal: 4_000,
      cached: 1,
      secondsLeft: null,
    });
  });

  it('takes back the bytes of a sheet that failed', () => {
    const { meter, reports } = metered();
    meter.receive(a, 900);
    meter.receive(a, 0);
    meter.flush();
    expect(reports.at(-1)).toMatchObject({ bytes: 0, sheets: 0 });
  });

  it('reports at most ten times a second', () => {
    const { clock, meter, reports } = metered();
    for (clock.ms = 0; clock.ms < 2_000; clock.ms++) meter.receive(a, clock.ms / 2);
    expect(reports.length).toBe(20);
  });

  it('estimates from the bytes that came in this load, not from those that were there', () => {
    const { clock, meter, reports } = metered();
    meter.held(a, false);
    clock.ms = 2_000;
    meter.receive(b, 500); // 250 bytes a second, 2 500 to go
    expect(reports.at(-1)?.secondsLeft).toBe(10);
    for (const sheet of [b, c, d]) meter.finish(sheet, false);
    meter.flush();
    expect(reports.at(-1)?.secondsLeft).toBe(0);
  });
});
