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

export interface Own {
  readonly id: number;
  readonly name: string;
  readonly reading: Reading;
  /** What the model of the moment `model` made of it; null before it was asked. */
  readonly seen: { readonly model: string; readonly result: Result<Sight, EngineError> } | null;
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

  /** Goes on until there is nothing to ask; files before predictions. */
  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    try {
      while ((await this.readNext()) || (await this.lookAtNext()));
    } finally {
      this.working = false;
    }
  }

  /** False where no file waits. */
  private async readNext(): Promise<boolean> {
    const { pictures } = this.store.getState();
    const next = pictures.find(({ reading }) => reading.state === 'waiting');
    if (next?.reading.state !== 'waiting') return false;
    const { file } = next.reading;
    this.patch(next.id, { reading: { state: 'reading' } });
    this.patch(next.id, { reading: await this.read(file) });
    return true;
  }

  private async read(file: Blob): Promise<Reading> {
    const answer = await this.ask({ kind: 'own', file });
    if (!answer.ok) return { state: 'failed', error: answer.error };
    const { value } = answer;
    return value.type === 'picture'
      ? { state: 'read', picture: value }
      : { state: 'refused', refusal: value };
  }

  /** False where the model has seen all. */
  private async lookAtNext(): Promise<boolean> {
    const { model } = this;
    const { pictures } = this.store.getState();
    const next = pictures.find(({ reading, seen }) => reading.state === 'read' && seen?.model !== model);
    if (model === null || next?.reading.state !== 'read') return false;
    const result = await this.ask({ kind: 'sight', pixels: next.reading.picture.small.pixels });
    this.patch(next.id, { seen: { model, result } });
    return true;
  }
}
