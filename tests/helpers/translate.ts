/**
 * Translates a page as Chrome does: two `font` elements with a new text stand in each text's place.
 * Runs in a page too, on its own.
 */
export function translate(root: Element): number {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  const closed = '[translate="no"], font, textarea, script, style';
  const open = texts.filter((text) => text.data.trim() !== '' && !text.parentElement?.closest(closed));
  for (const text of open) {
    const outer = document.createElement('font');
    const inner = document.createElement('font');
    inner.append(text.data);
    outer.append(inner);
    text.replaceWith(outer);
  }
  return open.length;
}
