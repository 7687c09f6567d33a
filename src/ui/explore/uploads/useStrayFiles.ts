/**
 * Files that reach the page without being dropped into the zone: pasted ones are accepted, and
 * dropped files and links do not replace the page. Page side.
 */
import { useEffect, useEffectEvent } from 'react';

const isField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;

/**
 * Accepts pasted files, in the drop zone as well: React Aria's zone asks `webkitGetAsEntry` for
 * files, which in Chromium returns null for those from the clipboard.
 */
export function useStrayFiles(take: (files: readonly File[]) => void): void {
  const paste = useEffectEvent((event: ClipboardEvent) => {
    if (isField(event.target)) return;
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    take(files);
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => paste(event);
    // The browser would replace the page with the file or the link, and a run would be lost.
    const refuse = (event: DragEvent): void => {
      const types = event.dataTransfer?.types ?? [];
      const isLink = types.includes('text/uri-list') && !isField(event.target);
      if (!event.dataTransfer || !(types.includes('Files') || isLink)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
    };
    // In the capture phase, before the drop zone gets the event.
    document.addEventListener('paste', onPaste, true);
    document.addEventListener('dragover', refuse);
    document.addEventListener('drop', refuse);
    return () => {
      document.removeEventListener('paste', onPaste, true);
      document.removeEventListener('dragover', refuse);
      document.removeEventListener('drop', refuse);
    };
  }, []);
}
