/**
 * The person's pictures on the page: a bounded list, worked through one after the other. Knows how to ask the engine, not React. The newest
 * stand first; where there are too many, the oldest leave.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineError } from '../../protocol/events';
import type { OwnPicture, OwnRefusal, Sight } from '../../protocol/own';
import type { Ask } from '../../protocol/queries';
import type { Result } from '../../lib/result';

/** Pictures that are kept at most. */
export const mostKept = 12;

/** How far the engine is with a file. */
export type Reading =
  | { readonly state: 'waiting'; readonly file: Blob }
  | { readonly state: 'reading' }
  | { readonly state: 'failed'; readonly error: EngineError }
  | { readonly state: 'refused'; readonly refusal: OwnRefusal }
  | { readonly state: 'read'; readonly picture: OwnPicture };

/** A picture as a model saw it. */
export interface Seen {
  readonly model: string;
  /** The later it was shown, the higher. */
  readonly order: number;
  readonly result: Result<Sight, EngineError>;
}

export interface Own {
  readonly id: number;
  readonly name: string;
  readonly reading: Reading;
  /** What the model of the moment `model` made of it; null before it was asked. */
  readonly seen: Seen | null;
}

export interface Given {
  readonly name: string;
  readonly file: Blob;
}

export interface OwnList {
  /** The newest first. */
  readonly pictures: readonly Own[];
  /** Of those that were given last, so many were not taken: more than fit. */
  readonly left: number;
}

export class OwnDesk {
  readonly store: StoreApi<OwnList> = createStore(() => ({ pictures: [], left: 0 }));
  private nextId = 1;
  private model: string | null = null;
  private working = false;
  /** Pictures that models were shown, each time counted. */
  private shown = 0;

  constructor(private readonly ask: Ask) {}

  /** The first of them stands on top. */
  add(given: readonly Given[]): void {
    const taken = given.slice(0, mostKept).map(
      ({ name, file }): Own => ({ id: this.nextId++, name, reading: { state: 'waiting', file }, seen: null }),
    );
    this.store.setState(({ pictures }) => ({
      pictures: [...taken, ...pictures].slice(0, mostKept),
      left: given.length - taken.length,
    }));
    void this.work();
  } // prettier-ignore

  /** One that waits is not read any more. */
  remove(id: number): void {
    this.store.setState(({ pictures }) => ({ pictures: pictures.filter((own) => own.id !== id) }));
  }

  /** Which model there is, and how far it has learnt; null for none. Another one is shown every picture. */
  meet(model: string | null): void {
    this.model = model;
    void this.work();
  }

  private patch(id: number, change: Partial<Own>): void {
    this.store.setState(({ pictures }) => ({
      pictures: pictures.map((own) => (own.id === id ? { ...own, ...change } : own)),
    }));
  }

  /** Goes on until there is nothing to ask. What is next is chosen without a wait, so that nothing that comes is overlooked. */
  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    for (let job = this.next(); job !== null; job = this.next()) await job();
    this.working = false;
  }

  /** Files before predictions; null where no file waits and the model has seen all. */
  private next(): (() => Promise<void>) | null {
    const { model } = this;
    const { pictures } = this.store.getState();
    for (const { id, reading } of pictures)
      if (reading.state === 'waiting') return () => this.read(id, reading.file);
    if (model === null) return null;
    // The one that was shown longest ago: epochs may come faster than all pictures can be shown.
    for (const { id, reading, seen } of pictures.toSorted(
      (a, b) => (a.seen?.order ?? 0) - (b.seen?.order ?? 0),
    ))
      if (reading.state === 'read' && seen?.model !== model)
        return () => this.look(id, reading.picture.small.pixels, model);
    return null;
  }

  private async read(id: number, file: Blob): Promise<void> {
    this.patch(id, { reading: { state: 'reading' } });
    const answer = await this.ask({ kind: 'own', file });
    if (!answer.ok) return this.patch(id, { reading: { state: 'failed', error: answer.error } });
    const { value } = answer;
    this.patch(id, {
      reading:
        value.type === 'picture' ? { state: 'read', picture: value } : { state: 'refused', refusal: value },
    });
  }

  private async look(id: number, pixels: Uint8Array, model: string): Promise<void> {
    const order = ++this.shown;
    this.patch(id, { seen: { model, order, result: await this.ask({ kind: 'sight', pixels }) } });
  }
}
