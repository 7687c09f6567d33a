/** Small faults to put into a line of code, one at a time: does a test notice? Pure. */

/** A changed line: `line` counts from 1; `before` and `after` are whole lines. */
export interface Mutant {
  readonly path: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** What is looked for, and what takes its place; each once in a line, at its first place. */
const faults: readonly (readonly [RegExp, string])[] = [
  [/ === /, ' !== '],
  [/ !== /, ' === '],
  [/ <= /, ' < '],
  [/ >= /, ' > '],
  [/ < (?=[\w(])/, ' <= '],
  [/ && /, ' || '],
  [/ \|\| /, ' && '],
  [/ \?\? .*?(?=[;,)])/, ''],
  [/(?<=[\w)\]]) \+ (?=[\w(])/, ' - '],
  [/(?<=[\w)\]]) - (?=[\w(])/, ' + '],
  [/(?<=[\w)\]]) \* (?=[\w(])/, ' / '],
  [/\btrue\b/, 'false'],
  [/\bfalse\b/, 'true'],
  [/\b0\b(?!\.|[\w_])/, '1'],
  [/\b1\b(?!\.|[\w_])/, '2'],
  [/\bMath\.min\b/, 'Math.max'],
  [/\bMath\.floor\b/, 'Math.ceil'],
];

/** Not code, or code whose change no test can see: comments, imports, types, text. */
const skipped = /^\s*(\/\/|\/?\*|import\b|export (type|interface)|type\b|interface\b|readonly\b|['"`<])/;

/** Every mutant of a file's text, one for each line and fault that it has a place for. */
export function mutantsOf(path: string, text: string): Mutant[] {
  const lines = text.split('\n');
  return lines.flatMap((before, index) =>
    skipped.test(before) || /['"`]/.test(before)
      ? []
      : faults
          .map(([what, instead]) => before.replace(what, instead))
          .filter((after) => after !== before)
          .map((after) => ({ path, line: index + 1, before, after })),
  );
}

/** `text` with the mutant in it. Throws where its line is not there as it was. */
export function withMutant(text: string, { path, line, before, after }: Mutant): string {
  const lines = text.split('\n');
  if (lines[line - 1] !== before) throw new Error(`${path}:${line} is not “${before}”`);
  return lines.with(line - 1, after).join('\n');
}

/**
 * `count` mutants, spread over the folders: in turn one of each, at random places that `random`, in
 * [0, 1), picks.
 */
export function sample(all: readonly Mutant[], count: number, random: () => number): Mutant[] {
  const folders = new Map<string, Mutant[]>();
  for (const mutant of all) {
    const folder = mutant.path.split('/').slice(0, 2).join('/');
    folders.set(folder, [...(folders.get(folder) ?? []), mutant]);
  }
  const left = [...folders.values()];
  const chosen: Mutant[] = [];
  while (chosen.length < count && left.some((mutants) => mutants.length > 0)) {
    for (const mutants of left) {
      if (chosen.length === count || mutants.length === 0) continue;
      chosen.push(...mutants.splice(Math.floor(random() * mutants.length), 1));
    }
  }
  return chosen;
}
