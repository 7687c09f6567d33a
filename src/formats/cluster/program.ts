/**
 * The program that continues a run, from the files in this folder. A module of its own, because
 * importing it needs a bundler that supports `?raw`.
 */
import data from './lab_data.py?raw';
import model from './lab_model.py?raw';
import requirements from './requirements.txt?raw';
import train from './train.py?raw';

/** Texts by the file names under which they import each other. */
export const clusterProgram: Readonly<Record<string, string>> = {
  'train.py': train,
  'lab_model.py': model,
  'lab_data.py': data,
  'requirements.txt': requirements,
};
