/** The program that goes on with a run, as it stands in this folder. A module of its own: whoever imports it needs a bundler that knows `?raw`. */
import data from './lab_data.py?raw';
import model from './lab_model.py?raw';
import requirements from './requirements.txt?raw';
import train from './train.py?raw';

/** Texts by the names that they import each other by. */
export const clusterProgram: Readonly<Record<string, string>> = {
  'train.py': train,
  'lab_model.py': model,
  'lab_data.py': data,
  'requirements.txt': requirements,
};
