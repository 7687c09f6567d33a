/** One square per sheet, filled as sheets arrive. The text beside it says the same in numbers. */
import type { DataProgress } from '../../protocol/data';

interface SheetWallProps {
  readonly progress: DataProgress;
  /** Sheets that could not be used. */
  readonly failed: number;
}

const state = (i: number, here: number, failed: number): string =>
  i < here ? 'wall-here' : i < here + failed ? 'wall-failed' : '';

/** The engine counts sheets and does not say which ones, so squares fill in order. */
export function SheetWall({ progress, failed }: SheetWallProps) {
  const { sheets, sheetsTotal } = progress;
  return (
    <div className="wall" aria-hidden="true">
      {Array.from({ length: sheetsTotal }, (_, i) => (
        <span key={i} className={state(i, sheets, failed)} />
      ))}
    </div>
  );
}
