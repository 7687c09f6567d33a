/** Progress of something long, with a number. */
import { Label, ProgressBar } from 'react-aria-components';

interface ProgressProps {
  readonly label: string;
  /** 0 … max; null: running, without a measure. */
  readonly value: number | null;
  readonly max: number;
  /** The progress in words: `120 of 175 MB, 4 s left`. */
  readonly text: string;
  /** Hides label and text if they are already shown beside it. */
  readonly bare?: boolean;
}

export function Progress({ label, value, max, text, bare = false }: ProgressProps) {
  const fraction = value === null || max <= 0 ? 0 : Math.min(value / max, 1);
  const named = bare ? { 'aria-label': label } : {};
  return (
    <ProgressBar
      className="progress"
      value={value ?? 0}
      maxValue={Math.max(max, 1)}
      isIndeterminate={value === null}
      valueLabel={text}
      {...named}
    >
      {!bare && (
        <span className="progress-head">
          <Label>{label}</Label>
          <span>{text}</span>
        </span>
      )}
      <span className="progress-track">
        <span
          className={value === null ? 'progress-fill progress-busy' : 'progress-fill'}
          style={value === null ? undefined : { transform: `scaleX(${fraction})` }}
        />
      </span>
    </ProgressBar>
  );
}
