/** One square a sheet, filled as the sheets come. The text beside it says the same in numbers. */
import type { DataProgress } from '../../protocol/events';

/** The engine counts sheets and does not say which: squares fill in order. */
export function SheetWall({ progress }: { readonly progress: DataProgress }) {
  const { sheets, sheetsTotal } = progress;
  return (
    <div className="wall" aria-hidden="true">
      {Array.from({ length: sheetsTotal }, (_, i) => (
        <span key={i} className={i < sheets ? 'wall-here' : ''} />
      ))}
    </div>
  );
}
