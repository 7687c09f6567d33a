/** How long ago something was, as time goes on. Page side. */
import { useEffect, useState } from 'react';

const tickMs = 5_000;

/** Seconds since a moment (milliseconds since 1970), at steps of five seconds. */
export function useSecondsSince(ms: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, (now - ms) / 1_000);
}
