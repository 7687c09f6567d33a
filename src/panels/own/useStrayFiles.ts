/** Files that meet the page outside of the drop zone: pasted ones are taken, dropped ones do not replace the page. Page side. */
import { useEffect, useEffectEvent, type RefObject } from 'react';

const isField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;

/** `zone` takes what is pasted or dropped into it by itself. */
export function useStrayFiles(
  zone: RefObject<HTMLElement | null>,
  take: (files: readonly File[]) => void,
): void {
  const paste = useEffectEvent((event: ClipboardEvent) => {
    if (isField(event.target) || zone.current?.contains(document.activeElement)) return;
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => paste(event);
    // The browser would show the file instead of the page, and a run would be gone.
    const refuse = (event: DragEvent): void => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
    };
    document.addEventListener('paste', onPaste);
    document.addEventListener('dragover', refuse);
    document.addEventListener('drop', refuse);
    return () => {
      document.removeEventListener('paste', onPaste);
      document.removeEventListener('dragover', refuse);
      document.removeEventListener('drop', refuse);
    };
  }, []);
}
