/** The camera while its view is open: started with it, stopped with it. Page side. */
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

/** The rear camera, if there are two; more pixels than any network here needs. */
const constraints: MediaStreamConstraints = { video: { facingMode: 'environment', width: { ideal: 1280 } } };

const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

export interface Camera {
  /** Null until the person has allowed it. */
  readonly stream: MediaStream | null;
  /** Why the camera cannot be used; null if it can. */
  readonly problem: CameraProblem | null;
}

/** The camera, until the component unmounts. */
export function useCamera(): Camera {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  useEffect(() => {
    let upload: MediaStream | null = null;
    let dropped = false;
    const begin = async (): Promise<void> => {
      // Insecure pages have none, whatever the types say.
      const devices = navigator.mediaDevices as MediaDevices | undefined;
      if (!devices) return setProblem(isSecureContext ? 'unsupported' : 'insecure');
      try {
        const opened = await devices.getUserMedia(constraints);
        // The person may have closed the view before allowing it.
        if (dropped) return stop(opened);
        upload = opened;
        for (const track of opened.getTracks()) track.onended = () => setProblem('ended');
        setStream(opened);
      } catch (thrown) {
        if (!dropped) setProblem(problemOf(thrown));
      }
    };
    void begin();
    return () => {
      dropped = true;
      if (upload) stop(upload);
    };
  }, []);
  return { stream, problem };
}
