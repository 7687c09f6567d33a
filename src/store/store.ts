/**
 * One small vanilla store of plain data. Page side; React reads it through `useStore`, the
 * controller writes to it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Experiment } from '../experiment/schema';
import type { Classroom } from '../experiment/classroom';
import type { Settings, UrlProblem } from '../experiment/url';
import { initialState, type LabState } from './state';

export type LabStore = StoreApi<LabState>;

/** A new store, which only knows what the address says. */
export const createLabStore = (
  experiment: Experiment,
  settings: Settings,
  problems: readonly UrlProblem[],
  classroom?: Classroom,
): LabStore => createStore<LabState>(() => initialState(experiment, settings, problems, classroom));
