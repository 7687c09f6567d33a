/** A camera while it is looked through: opened with the view, stopped with it. Page side. */
import { useEffect, useState } from 'react';

export type CameraProblem = 'denied' | 'absent' | 'taken' | 'ended' | 'insecure' | 'unsupported' | 'failed';

const problems: Readonly<Record<string, CameraProblem>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
  NotReadableError: 'taken',
  AbortError: 'taken',
};

const problemOf = (thrown: unknown): CameraProblem =>
  (thrown instanceof Error ? problems[thrown.name] : undefined) ?? 'failed';

/** The one at the back, where there are two; more pixels than any network here takes. */
const wanted: MediaStreamConstraints = { video: { facingMode: 'environment', width: { ideal: 1280 } } };

const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

export interface Camera {
  /** Null until the person has allowed it. */
  readonly stream: MediaStream | null;
  /** What keeps the page from it, or null. */
  readonly problem: CameraProblem | null;
}

/** The camera until the component leaves. */
export function useCamera(): Camera {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  useEffect(() => {
    let own: MediaStream | null = null;
    let left = false;
    const begin = async (): Promise<void> => {
      // Pages that are not secure have none, whatever the types say.
      const devices = navigator.mediaDevices as MediaDevices | undefined;
      if (!devices) return setProblem(isSecureContext ? 'unsupported' : 'insecure');
      try {
        const opened = await devices.getUserMedia(wanted);
        // The person may have closed the view before allowing it.
        if (left) return stop(opened);
        own = opened;
        for (const track of opened.getTracks()) track.onended = () => setProblem('ended');
        setStream(opened);
      } catch (thrown) {
        if (!left) setProblem(problemOf(thrown));
      }
    };
    void begin();
    return () => {
      left = true;
      if (own) stop(own);
    };
  }, []);
  return { stream, problem };
}
