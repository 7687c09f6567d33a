/** The command line of the comparison. Pure. */
import { parseArgs } from 'node:util';
import { caseIds, type CaseId } from './cases';

export interface Options {
  readonly only: readonly CaseId[];
  /** A few steps of each: to try the script; nothing is published. */
  readonly quick: boolean;
  /** Measure nothing: write everything anew from what is kept. */
  readonly redraw: boolean;
}

function caseOf(name: string): CaseId {
  const found = caseIds.find((id) => id === name);
  if (found === undefined) throw new RangeError(`--only takes ${caseIds.join(', ')}, not ${name}`);
  return found;
}

/** Throws a TypeError or a RangeError that names the option that is wrong. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      redraw: { type: 'boolean', default: false },
    },
  });
  const only = values.redraw ? [] : (values.only?.split(',').map(caseOf) ?? caseIds);
  return { only, quick: values.quick && !values.redraw, redraw: values.redraw };
}
