/**
 * Reads modules as a syntax tree and checks the rules of src/README.md on them: pure functions over
 * (path, source), so that the checker itself can be tried on sources that break a rule. Paths are
 * relative to `src/`, with `/`.
 */
import { posix } from 'node:path';
import { parseSync, Visitor } from 'vite';

/** A file: `path` such as `training/train.ts`. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/**
 * One import or re-export. `target`: a path without extension inside `src/`, or a package's name.
 */
export interface Edge {
  readonly from: string;
  readonly target: string;
  readonly external: boolean;
  /** Vanishes in compilation. */
  readonly typeOnly: boolean;
}

/**
 * What may be imported: `values` of which folders or single modules, and from where types alone.
 */
interface Rule {
  readonly values: readonly string[];
  readonly types?: readonly string[];
}

const pure = ['lib', 'experiment', 'network'];
/** Both sides speak it, and it knows neither. */
const contract = ['protocol'];

/** The arrow of src/README.md, folder by folder. A folder may always import itself. */
export const rules: Readonly<Record<string, Rule>> = {
  lib: { values: [] },
  experiment: { values: ['lib'] },
  network: { values: ['lib', 'experiment'] },
  protocol: { values: [], types: pure },
  dataset: { values: ['lib', 'experiment', 'kernels'], types: contract },
  kernels: { values: ['lib'] },
  model: { values: [...pure, 'kernels'] },
  training: { values: [...pure, 'dataset', 'model', 'kernels'], types: contract },
  storage: { values: pure, types: ['model', 'training', ...contract] },
  formats: { values: [...pure, 'storage'], types: contract },
  engine: {
    values: [...pure, 'dataset', 'model', 'kernels', 'training', 'storage', 'formats'],
    types: contract,
  },
  client: { values: ['lib'], types: ['experiment', ...contract] },
  store: { values: pure, types: contract },
  charts: { values: ['lib'] },
  i18n: { values: [], types: ['experiment'] },
  ui: { values: [...pure, 'store', 'charts'], types: contract },
  app: { values: [...pure, 'store', 'charts', 'i18n', 'ui'], types: ['client', ...contract] },
};

const engineSide = new Set(['dataset', 'model', 'kernels', 'training', 'storage', 'formats', 'engine']);
const buildTime = ['dataset/sheets/', 'app/build/'];
const isBuildTime = (path: string): boolean => buildTime.some((folder) => path.startsWith(folder));

/** The folder of a path: `training/train.ts` → `training`, `main.tsx` → `main`. */
export const folderOf = (path: string): string =>
  path.includes('/') ? path.split('/')[0]! : path.replace(/\.\w+$/, '');

const withoutExtension = (path: string): string =>
  path.replace(/(\/index)?\.tsx?$/, '').replace(/\/index$/, '');

function parsed(source: Source) {
  const result = parseSync(source.path, source.text);
  const [error] = result.errors;
  if (error) throw new Error(`${source.path} cannot be parsed: ${error.message}`);
  return result;
}

/** All imports and re-exports, dynamic ones with a literal path included. */
export function edgesOf(source: Source): Edge[] {
  const { module } = parsed(source);
  const edge = (request: string, typeOnly: boolean): Edge => {
    const external = !request.startsWith('.');
    const inside = posix.join(posix.dirname(source.path), request);
    return { from: source.path, target: external ? request : withoutExtension(inside), external, typeOnly };
  };
  const imports = module.staticImports.map(({ moduleRequest, entries }) =>
    edge(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType)),
  );
  const exports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [edge(moduleRequest.value, isType)] : [],
    ),
  );
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const literal = /^(['"])(.*)\1$/.exec(source.text.slice(start, end));
    return literal ? [edge(literal[2]!, false)] : [];
  });
  return [...imports, ...exports, ...dynamic];
}

const covers = (allowed: readonly string[], target: string): boolean =>
  allowed.some((place) => target === place || target.startsWith(`${place}/`));

/** Edges inside `src/` that run against the arrow. `main` may import everything. */
export function backwardEdges(source: Source): string[] {
  const folder = folderOf(source.path);
  if (folder === 'main') return [];
  const rule = rules[folder];
  if (!rule) return [`${source.path}: the folder ${folder}/ is not in the map`];
  return edgesOf(source)
    .filter(({ external, target, typeOnly }) => {
      if (external || folderOf(`${target}/`) === folder) return false;
      return !covers([...rule.values, ...(typeOnly ? (rule.types ?? []) : [])], target);
    })
    .map(({ target, typeOnly }) => `${source.path} → ${target}${typeOnly ? ' (types)' : ''}`);
}

/**
 * Words of our own that the field has a term for: each was replaced, and does not come back. Not in
 * the list is what TypeScript, Keras or a library says as well (`held` locks, a `place` in a text).
 */
const replaced: ReadonlySet<string> = new Set(
  [
    'judge judged judging verdict verdicts keeper desk surroundings looker looks pulse tempo pace lent lend',
    'shelf wish most least adopt sweep poured',
  ].flatMap((words) => words.split(' ')),
);
/** Names that say of a value only that somebody wants it or has it. */
const empty: ReadonlySet<string> = new Set('given wanted told asked tell said turned'.split(' '));

/** `mostSteps` → most, steps. */
const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);

/**
 * Names of files and of what is declared in them, as far as they hold such a word. Comments and
 * texts do not count.
 */
function namesWith(words: ReadonlySet<string>, source: Source): string[] {
  const names = new Set<string>();
  const note = (name: string): void => {
    if (wordsOf(name).some((word) => words.has(word))) names.add(`${source.path}: ${name}`);
  };
  note(source.path);
  new Visitor({ Identifier: ({ name }) => note(name) }).visit(parsed(source).program);
  return [...names];
}

export const replacedWords = (source: Source): string[] => namesWith(replaced, source);
export const emptyNames = (source: Source): string[] => namesWith(empty, source);

/** `const [a, b] = [x, y]`: two declarations in one line. */
export function pairedDeclarations(source: Source): string[] {
  const pairs: string[] = [];
  new Visitor({
    VariableDeclarator: ({ id, init }) => {
      const value = init?.type === 'TSAsExpression' ? init.expression : init;
      if (id.type === 'ArrayPattern' && value?.type === 'ArrayExpression') pairs.push(source.path);
    },
  }).visit(parsed(source).program);
  return pairs;
}

/** A file's own lines. */
export const lineCount = ({ text }: Source): number => text.trimEnd().split('\n').length;

/**
 * A folder's rooms: its own folders, and each file on its floor. One source for each, with the
 * imports of all in it.
 */
export function roomsOf(sources: readonly Source[], folder: string): Source[] {
  const inside = sources.filter(({ path }) => path.startsWith(`${folder}/`));
  const depth = folder.split('/').length + 1;
  const roomOf = (path: string): string => withoutExtension(path).split('/').slice(0, depth).join('/');
  const rooms = new Map<string, Set<string>>();
  for (const source of inside) {
    const room = roomOf(source.path);
    const others = rooms.get(room) ?? new Set();
    rooms.set(room, others);
    for (const { external, target } of edgesOf(source))
      if (!external && target.startsWith(`${folder}/`) && roomOf(target) !== room) others.add(roomOf(target));
  }
  return [...rooms].map(([room, others]) => ({
    path: `${room}.ts`,
    text: [...others].map((other) => `import './${posix.basename(other)}';`).join('\n'),
  }));
}

/**
 * Libraries on the wrong side: tfjs on the page, React in the engine, either in what both share.
 */
export function strayLibraries(source: Source): string[] {
  const folder = folderOf(source.path);
  const tensors = engineSide.has(folder) && !isBuildTime(source.path);
  return edgesOf(source)
    .filter(({ external, target }) => {
      if (!external) return false;
      if (['@tensorflow/tfjs-vis', 'vega-embed'].includes(target)) return folder !== 'charts';
      if (target.startsWith('@tensorflow/')) return !tensors;
      if (/^(react|react-dom|react-i18next|react-aria-components|i18next|zustand)(\/|$)/.test(target))
        return engineSide.has(folder) || pure.includes(folder) || folder === 'charts';
      return target.startsWith('node:') && !isBuildTime(source.path);
    })
    .map(({ target }) => `${source.path} → ${target}`);
}

/**
 * `document.…` and `window.…` outside of the page. A local variable of that name is told by its
 * declaration.
 */
export function pageGlobals(source: Source): string[] {
  if (!engineSide.has(folderOf(source.path)) && !pure.includes(folderOf(source.path))) return [];
  const found: string[] = [];
  new Visitor({
    MemberExpression: ({ object }) => {
      if (object.type !== 'Identifier' || !['document', 'window'].includes(object.name)) return;
      const declared = new RegExp(String.raw`(?:const|let|[(,{]|: )\s*${object.name}\b(?!\s*\.)`);
      if (!declared.test(source.text)) found.push(`${source.path} uses ${object.name}`);
    },
  }).visit(parsed(source).program);
  return found;
}

/**
 * Uses of `requestAnimationFrame` in the engine: it stops in a hidden tab, and the training with
 * it. Comments do not count.
 */
export function framesWaitedFor(source: Source): string[] {
  const folder = folderOf(source.path);
  if (!engineSide.has(folder) && folder !== 'client' && !pure.includes(folder)) return [];
  const found: string[] = [];
  const note = (name: string): void => {
    if (name === 'requestAnimationFrame' || name === 'nextFrame') found.push(`${source.path} uses ${name}`);
  };
  new Visitor({ Identifier: ({ name }) => note(name), Literal: ({ value }) => note(String(value)) }).visit(
    parsed(source).program,
  );
  return found;
}

/** Uses of `any`. */
export function anyTypes(source: Source): string[] {
  const found: string[] = [];
  new Visitor({
    TSAnyKeyword: ({ start }) => {
      found.push(`${source.path}:${source.text.slice(0, start).split('\n').length} any`);
    },
  }).visit(parsed(source).program);
  return found;
}

/** Statements that leave something behind at run time, in a module that should hold types only. */
export function runtimeStatements(source: Source): string[] {
  const typesOnly = new Set(['TSTypeAliasDeclaration', 'TSInterfaceDeclaration']);
  return parsed(source)
    .program.body.filter((statement) => {
      if (statement.type === 'ImportDeclaration') return statement.importKind !== 'type';
      if (statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportAllDeclaration')
        return statement.exportKind !== 'type';
      return !typesOnly.has(statement.type);
    })
    .map(
      (statement) => `${source.path}: ${source.text.slice(statement.start, statement.end).split('\n')[0]}`,
    );
}

/**
 * Import cycles between files, type imports included, each as `a → b → a`; every file is visited
 * once.
 */
export function cycles(sources: readonly Source[]): string[] {
  const next = new Map(
    sources.map((source) => [
      withoutExtension(source.path),
      edgesOf(source).filter(({ external }) => !external),
    ]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) found.push([...trail.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const { target } of next.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return found;
}
