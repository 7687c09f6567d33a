/**
 * Files that meet the page otherwise than by a drop into the zone: pasted ones are taken, dropped ones do not
 * replace the page, and neither do links. Page side.
 */
import { useEffect, useEffectEvent } from 'react';

const isField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;

/**
 * Takes what is pasted, into the drop zone as well: React Aria's asks `webkitGetAsEntry` for files, which in Chromium gives null for those
 * that come from the clipboard.
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
    // The browser would show the file, or follow the link, instead of the page, and a run would be gone.
    const refuse = (event: DragEvent): void => {
      const types = event.dataTransfer?.types ?? [];
      const isLink = types.includes('text/uri-list') && !isField(event.target);
      if (!event.dataTransfer || !(types.includes('Files') || isLink)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
    };
    // Before the zone hears of it.
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
