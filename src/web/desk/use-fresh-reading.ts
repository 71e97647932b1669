import { useEffect } from 'react';
import { useRevalidator } from 'react-router';

const readingAgainMs = 2_000;

/** Looks again every two seconds while a text is being read and the page is in front. */
export function useFreshReading(waiting: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!waiting || state !== 'idle') return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void revalidate();
    }, readingAgainMs);
    return () => clearInterval(timer);
  }, [waiting, state, revalidate]);
}
