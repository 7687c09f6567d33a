/**
 * The browser's locks in Node, which some versions of it lack: shared and exclusive, first come
 * first served, with signals; `ifAvailable` too.
 */

interface Entry {
  readonly name: string;
  readonly mode: LockMode;
  readonly client: string;
  readonly begin: () => void;
}

/** What all tabs of one origin share. */
export class Origin {
  private held: Entry[] = [];
  private waiting: Entry[] = [];

  /** The locks as one tab's worker sees them. */
  tab(client: string): LockManager {
    return {
      request: (
        name: string,
        ...rest: [LockGrantedCallback<unknown>] | [LockOptions, LockGrantedCallback<unknown>]
      ) => {
        const [options, work] = rest.length === 1 ? [{}, rest[0]] : rest;
        const { mode = 'exclusive', ifAvailable = false, signal } = options;
        if (ifAvailable && [...this.held, ...this.waiting].some((entry) => entry.name === name))
          return Promise.resolve(work(null));
        return this.request({ client, name, mode }, signal, work);
      },
      query: async () => ({
        held: this.held.map(({ name, mode }) => ({ name, mode, clientId: client })),
        pending: this.waiting.map(({ name, mode }) => ({ name, mode, clientId: client })),
      }),
    } as LockManager;
  }

  /** A tab ends, however it does. */
  close(client: string): void {
    this.held = this.held.filter((entry) => entry.client !== client);
    this.waiting = this.waiting.filter((entry) => entry.client !== client);
    this.grant();
  }

  private request(
    asked: Omit<Entry, 'begin'>,
    signal: AbortSignal | undefined,
    work: LockGrantedCallback<unknown>,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const entry: Entry = {
        ...asked,
        begin: () => {
          const { name, mode } = entry;
          void Promise.resolve(work({ name, mode }))
            .finally(() => {
              this.held = this.held.filter((other) => other !== entry);
              this.grant();
            })
            .then(resolve, reject);
        },
      };
      this.waiting.push(entry);
      const giveUp = (): void => {
        if (!this.waiting.includes(entry)) return;
        this.waiting = this.waiting.filter((other) => other !== entry);
        reject(signal?.reason);
        this.grant();
      };
      signal?.addEventListener('abort', giveUp);
      if (signal?.aborted) giveUp();
      this.grant();
    });
  }

  private grant(): void {
    for (const entry of this.waiting) {
      const before = this.waiting.slice(0, this.waiting.indexOf(entry));
      const against = [...this.held, ...before].filter(({ name }) => name === entry.name);
      const shared = entry.mode === 'shared' && against.every(({ mode }) => mode === 'shared');
      if (against.length > 0 && !shared) continue;
      this.waiting = this.waiting.filter((other) => other !== entry);
      this.held.push(entry);
      entry.begin();
    }
  }
}
