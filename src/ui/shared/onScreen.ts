/** Whether something can be seen: what is not seen is neither drawn nor asked for. Page side. */

/**
 * Calls back with true when the element comes on screen in a page that is not hidden, and with
 * false when it goes. Returns a cleanup function, which calls back with false.
 */
export function watchOnScreen(element: HTMLElement, onChange: (visible: boolean) => void): () => void {
  let onScreen = false;
  const update = () => onChange(onScreen && !document.hidden);
  const observer = new IntersectionObserver((entries) => {
    onScreen = entries.at(-1)?.isIntersecting ?? false;
    update();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', update);
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', update);
    onChange(false);
  };
}
