/**
 * A compute program as text: the head of its WGSL is generated from its named buffers and params.
 * Pure; knows no device and no tfjs.
 */

/**
 * Access and element type of a buffer: `read array element` or `write array element` (write: read
 * and write).
 */
export type BufferType = `${'read' | 'write'} ${string}`;
export type ParamType = 'u32' | 'i32' | 'f32';
/** Values of a program's params, by name. */
export type Params = Readonly<Record<string, number>>;

export interface Program {
  /** Unique among all programs: a name and everything that changes the source. */
  readonly key: string;
  /**
   * Storage buffers in the order of their bindings: name → access and element type. At most 8,
   * WebGPU's default limit.
   */
  readonly buffers: Readonly<Record<string, BufferType>>;
  /** Fields of the uniform `params`, in order. */
  readonly params: Readonly<Record<string, ParamType>>;
  /** The whole WGSL. Generated only when the program is compiled. */
  readonly source: () => string;
}

const header = (buffers: Program['buffers'], params: Program['params']): string => {
  const storage = Object.entries(buffers).map(([name, type], i) => {
    const [access, ...element] = type.split(' ');
    const mode = access === 'read' ? 'read' : 'read_write';
    return `@group(0) @binding(${i}) var<storage, ${mode}> ${name}: array<${element.join(' ')}>;`;
  });
  const fields = Object.entries(params).map(([name, type]) => `${name}: ${type}`);
  return [
    ...storage,
    `struct Params { ${fields.join(', ')} }`,
    `@group(0) @binding(${storage.length}) var<uniform> params: Params;`,
  ].join('\n');
};

interface Text {
  readonly body: () => string;
  /** A feature of WGSL that the body needs, and the device has. */
  readonly enable?: string;
}

/**
 * A program whose body has the entry point `main` and may use its buffers, and `params.…`, by name.
 */
export const defineProgram = (
  key: string,
  { buffers, params, body, enable }: Pick<Program, 'buffers' | 'params'> & Text,
): Program => ({
  key,
  buffers,
  params,
  source: () => `${enable ? `enable ${enable};\n` : ''}${header(buffers, params)}\n${body()}`,
});

/** The uniform's bytes: 4 per field, a multiple of 16 in total. Throws if a param is missing. */
export function paramBytes(program: Pick<Program, 'key' | 'params'>, values: Params): ArrayBuffer {
  const fields = Object.entries(program.params);
  const bytes = new ArrayBuffer(Math.max(16, Math.ceil(fields.length / 4) * 16));
  const view = new DataView(bytes);
  fields.forEach(([name, type], i) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${program.key}: no value for ${name}`);
    if (type === 'f32') view.setFloat32(4 * i, value, true);
    else if (type === 'i32') view.setInt32(4 * i, value, true);
    else view.setUint32(4 * i, value, true);
  });
  return bytes;
}

/** Invocations in a workgroup of the one-dimensional programs. */
export const lane = 64;
const maxWorkgroups = 65_535;

/** Workgroups for `invocations` of a one-dimensional program, folded into y where x is full. */
export function grid(invocations: number): [number, number] {
  const groups = Math.max(1, Math.ceil(invocations / lane));
  const rows = Math.ceil(groups / maxWorkgroups);
  return [Math.ceil(groups / rows), rows];
}

/**
 * WGSL: the entry point of a one-dimensional program. `i` is the invocation's index; invocations
 * from `count` on return at once.
 */
export const forEach = (count: string, body: string): string => `
@compute @workgroup_size(${lane})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * ${lane}u + id.x;
  if (i >= ${count}) { return; }
${body}
}`;
