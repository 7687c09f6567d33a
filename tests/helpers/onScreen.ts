/** Plays where elements are: jsdom lays nothing out, so nobody is told what is on screen. */

/** Elements are on screen, or not, as the test says, until `restore` is called. */
export function playScreen(initially: boolean): {
  readonly show: (onScreen: boolean) => void;
  readonly restore: () => void;
} {
  const before = globalThis.IntersectionObserver;
  const observers = new Set<(onScreen: boolean) => void>();
  let shown = initially;
  class Observer {
    private readonly tell: (onScreen: boolean) => void;
    constructor(callback: (entries: { isIntersecting: boolean }[]) => void) {
      this.tell = (isIntersecting) => callback([{ isIntersecting }]);
    }
    observe(): void {
      observers.add(this.tell);
      this.tell(shown);
    }
    disconnect(): void {
      observers.delete(this.tell);
    }
  }
  globalThis.IntersectionObserver = Observer as unknown as typeof IntersectionObserver;
  return {
    show: (onScreen) => {
      shown = onScreen;
      for (const tell of observers) tell(onScreen);
    },
    restore: () => {
      globalThis.IntersectionObserver = before;
    },
  };
}
