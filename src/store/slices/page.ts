/** The page itself: whether it opens offline, and whether a new version is ready. Plain data. */

export interface PageSlice {
  /** Whether the page opens without a network; null before that is known, and in development. */
  readonly offline: 'installing' | 'ready' | 'unavailable' | null;
  /**
   * Why there is an update notice: a new version waits to be taken, is blocked by another tab that
   * is busy, or was taken by another tab; or a part of this page's code could not be loaded, or the
   * server could not be reached for the reload. Null: no notice.
   */
  readonly update: 'waiting' | 'blocked' | 'elsewhere' | 'part' | 'unreachable' | null;
}

export const initialPage: PageSlice = {
  offline: null,
  update: null,
};
