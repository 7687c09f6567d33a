/**
 * Reads modules as a syntax tree and checks the rules of src/README.md on them: pure functions over (path, source), so that
 * the checker itself can be tried on sources that break a rule. Paths are relative to `src/`, with `/`.
 */
import { posix } from 'node:path';
import { parseSync, Visitor } from 'vite';

/** A file: `path` such as `training/train.ts`. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** One import or re-export. `target`: a path without extension inside `src/`, or a package's name. */
export interface Edge {
  readonly from: string;
  readonly target: string;
  readonly external: boolean;
  /** Vanishes in compilation. */
  readonly typeOnly: boolean;
}

/** What may be imported: `values` of which folders or single modules, and from where types alone. */
interface Rule {
  readonly values: readonly string[];
  readonly types?: readonly string[];
}

const pure = ['lib', 'experiment', 'network'];

/** The arrow of src/README.md, folder by folder. A folder may always import itself. */
export const rules: Readonly<Record<string, Rule>> = {
  lib: { values: [] },
  experiment: { values: ['lib'] },
  network: { values: ['lib', 'experiment'] },
  dataset: { values: ['lib', 'experiment', 'kernels'] },
  kernels: { values: ['lib'] },
  model: { values: [...pure, 'dataset/cifar10', 'kernels'] },
  training: { values: [...pure, 'dataset', 'model', 'kernels'] },
  checkpoint: { values: pure, types: ['model', 'training'] },
  protocol: { values: [], types: [...pure, 'training/logs', 'dataset'] },
  engine: { values: [...pure, 'dataset', 'model', 'kernels', 'training', 'checkpoint'], types: ['protocol'] },
  client: { values: ['lib'], types: ['experiment', 'protocol'] },
  store: { values: pure, types: ['protocol', 'training/logs'] },
  charts: { values: ['lib'] },
  panels: { values: [...pure, 'store', 'charts'], types: ['protocol', 'training/logs'] },
  app: { values: [...pure, 'store', 'charts', 'panels'], types: ['protocol', 'training/logs', 'client'] },
};

const engineSide = new Set(['dataset', 'model', 'kernels', 'training', 'checkpoint', 'engine']);
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

/** Libraries on the wrong side: tfjs on the page, React in the engine, either in what both share. */
export function strayLibraries(source: Source): string[] {
  const folder = folderOf(source.path);
  const tensors = engineSide.has(folder) && !isBuildTime(source.path);
  return edgesOf(source)
    .filter(({ external, target }) => {
      if (!external) return false;
      if (target === '@tensorflow/tfjs-vis') return folder !== 'charts';
      if (target.startsWith('@tensorflow/')) return !tensors;
      if (/^(react|react-dom|react-i18next|react-aria-components|i18next|zustand)(\/|$)/.test(target))
        return engineSide.has(folder) || pure.includes(folder) || folder === 'charts';
      return target.startsWith('node:') && !isBuildTime(source.path);
    })
    .map(({ target }) => `${source.path} → ${target}`);
}

/** `document.…` and `window.…` outside of the page. A local variable of that name is told by its declaration. */
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

/** Uses of `requestAnimationFrame` in the engine: it stops in a hidden tab, and the training with it. Comments do not count. */
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

/** Import cycles between files, type imports included, each as `a → b → a`; every file is visited once. */
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
