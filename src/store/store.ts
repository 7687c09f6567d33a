/** One small vanilla store of plain data. Page side; React reads it through `useStore`, `main` writes to it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Experiment } from '../experiment/schema';
import type { Lesson } from '../experiment/lesson';
import type { Settings, UrlProblem } from '../experiment/url';
import { initialState, type LabState } from './state';

export type LabStore = StoreApi<LabState>;

/** A store that believes only what the address says. */
export const createLabStore = (
  experiment: Experiment,
  settings: Settings,
  problems: readonly UrlProblem[],
  lesson?: Lesson,
): LabStore => createStore<LabState>(() => initialState(experiment, settings, problems, lesson));
