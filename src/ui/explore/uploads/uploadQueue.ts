/**
 * The person's pictures on the page: a bounded list, processed one after the other. Knows how to
 * query the engine, not React. The newest come first; if there are too many, the oldest are
 * dropped.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineError } from '../../../protocol/errors';
import type { Ask } from '../../../protocol/calls';
import type { UploadedPicture, UploadRefusal, Classification } from '../../../protocol/uploads';
import type { Result } from '../../../lib/result';

/** Most pictures that are kept. */
export const maxKept = 12;

/** How far the engine is with reading a file. */
export type Reading =
  | { readonly state: 'waiting'; readonly file: Blob }
  | { readonly state: 'reading' }
  | { readonly state: 'failed'; readonly error: EngineError }
  | { readonly state: 'refused'; readonly refusal: UploadRefusal }
  | { readonly state: 'read'; readonly picture: UploadedPicture };

/** A picture as a model classified it. */
export interface Classified {
  readonly model: string;
  /** Higher for pictures that were classified later. */
  readonly order: number;
  readonly result: Result<Classification, EngineError>;
}

export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly reading: Reading;
  /** The latest prediction, with the model that made it; null before there is one. */
  readonly classified: Classified | null;
}

export interface UploadFile {
  readonly name: string;
  readonly file: Blob;
}

export interface UploadList {
  /** The newest first. */
  readonly pictures: readonly Upload[];
  /** How many of the last added pictures did not fit. */
  readonly dropped: number;
}

export class UploadQueue {
  readonly store: StoreApi<UploadList> = createStore(() => ({ pictures: [], dropped: 0 }));
  private nextId = 1;
  private model: string | null = null;
  private working = false;
  /** How often pictures were classified, in all. */
  private classifications = 0;

  constructor(private readonly ask: Ask) {}

  /** The first of the files comes on top. */
  add(files: readonly UploadFile[]): void {
    const taken = files.slice(0, maxKept).map(({ name, file }): Upload => ({
      id: this.nextId++,
      name,
      reading: { state: 'waiting', file },
      classified: null,
    }));
    this.store.setState(({ pictures }) => ({
      pictures: [...taken, ...pictures].slice(0, maxKept),
      dropped: files.length - taken.length,
    }));
    void this.work();
  }

  /** Removes a picture; if it is waiting, it is no longer read. */
  remove(id: number): void {
    this.store.setState(({ pictures }) => ({ pictures: pictures.filter((upload) => upload.id !== id) }));
  }

  /**
   * Sets the model and how far it is trained; null for none. A new one classifies every picture.
   */
  setModel(model: string | null): void {
    this.model = model;
    void this.work();
  }

  private patch(id: number, change: Partial<Upload>): void {
    this.store.setState(({ pictures }) => ({
      pictures: pictures.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)),
    }));
  }

  /**
   * Works until there is nothing left to query. It chooses the next task without awaiting, so that
   * nothing new is missed.
   */
  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    for (let job = this.next(); job !== null; job = this.next()) await job();
    this.working = false;
  }

  /** Files before predictions; null if no file waits and the model has classified all. */
  private next(): (() => Promise<void>) | null {
    const { model } = this;
    const { pictures } = this.store.getState();
    for (const { id, reading } of pictures)
      if (reading.state === 'waiting') return () => this.read(id, reading.file);
    if (model === null) return null;
    // The one that was classified longest ago: epochs may be faster than classifying all pictures.
    for (const { id, reading, classified } of pictures.toSorted(
      (a, b) => (a.classified?.order ?? 0) - (b.classified?.order ?? 0),
    ))
      if (reading.state === 'read' && classified?.model !== model)
        return () => this.classify(id, reading.picture.small.pixels, model);
    return null;
  }

  private async read(id: number, file: Blob): Promise<void> {
    this.patch(id, { reading: { state: 'reading' } });
    const answer = await this.ask({ type: 'decodeUpload', file });
    if (!answer.ok) return this.patch(id, { reading: { state: 'failed', error: answer.error } });
    const { value } = answer;
    this.patch(id, {
      reading:
        value.type === 'picture' ? { state: 'read', picture: value } : { state: 'refused', refusal: value },
    });
  }

  private async classify(id: number, pixels: Uint8Array, model: string): Promise<void> {
    const order = ++this.classifications;
    this.patch(id, { classified: { model, order, result: await this.ask({ type: 'classify', pixels }) } });
  }
}
