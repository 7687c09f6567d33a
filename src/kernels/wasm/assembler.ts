/**
 * A WebAssembly assembler for the kernels of the CPU engine. An expression is a function that
 * writes its instructions, so code reads from the inside out like TypeScript:
 * `f32x4.add(v128.load(x), v128.load(y))`. The types of WebAssembly are types of TypeScript: a
 * float where an address belongs does not compile. `instructions.ts` has the instructions. Pure.
 *
 * Source: WebAssembly Core Specification 3.0, § 5 "Binary Format".
 */
export type ValueType = 'i32' | 'f32' | 'v128';
const typeCodes: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };

/** A byte buffer that grows. */
class ByteWriter {
  private bytes = new Uint8Array(1024);
  length = 0;

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(2 * this.bytes.length + more);
    larger.set(this.bytes);
    this.bytes = larger;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  all(values: ArrayLike<number>): void {
    this.reserve(values.length);
    this.bytes.set(values, this.length);
    this.length += values.length;
  }

  write(...values: number[]): void {
    for (const value of values) this.byte(value);
  }

  /** LEB128, for 0 … 2³² − 1. */
  unsigned(value: number): void {
    let rest = value >>> 0;
    for (; rest > 0x7f; rest >>>= 7) this.byte((rest & 0x7f) | 0x80);
    this.byte(rest);
  }

  /** LEB128 in two's complement, for −2³¹ … 2³² − 1 (as the same 32 bits). */
  signed(value: number): void {
    let rest = value | 0;
    while (rest < -64 || rest > 63) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.byte(rest & 0x7f);
  }

  text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.unsigned(bytes.length);
    this.all(bytes);
  }

  /** Writes the length in bytes of what `write` writes, then those bytes. */
  sized(write: (out: ByteWriter) => void): void {
    const body = new ByteWriter();
    write(body);
    this.unsigned(body.length);
    this.all(body.view());
  }

  view(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }
}

declare const valueType: unique symbol;
export type Code<T> = ((out: ByteWriter) => void) & { readonly [valueType]?: T };
/** Leaves one value of the type on the stack. */
export type Expression<T extends ValueType> = Code<T>;
/** Leaves nothing. */
export type Statement = Code<'none'>;
/** A number is a constant. */
export type Int = Expression<'i32'> | number;
export type Float = Expression<'f32'>;
export type Vector = Expression<'v128'>;

/** A local variable, which is itself the expression that reads it. */
export type Local<T extends ValueType = ValueType> = Expression<T> & {
  readonly type: T;
  readonly set: (value: Expression<T>) => Statement;
};
export type IntLocal = Local<'i32'>;

function makeLocal<T extends ValueType>(index: number, type: T): Local<T> {
  const read: Expression<T> = (out) => {
    out.byte(0x20);
    out.unsigned(index);
  };
  const set =
    (value: Expression<T>): Statement =>
    (out) => {
      value(out);
      out.byte(0x21);
      out.unsigned(index);
    };
  return Object.assign(read, { type, set });
}

export type Operand = Int | Float | Vector;

/** Writes a constant's instruction, or the expression's instructions. */
function write(value: Operand, out: ByteWriter): void {
  if (typeof value === 'function') {
    value(out);
    return;
  }
  out.byte(0x41);
  out.signed(value);
}

/** A constant, or the expression itself. */
export const int = (value: Int): Expression<'i32'> =>
  typeof value === 'number' ? (out) => write(value, out) : value;

/**
 * Writes the operands, then the operation: the bytes `code`, an offset in bytes if it accesses
 * memory, and a lane if it has one. `code` is created once for all instructions of its kind,
 * because a module has 10,000.
 */
export const operation =
  (operands: readonly Operand[], code: readonly number[], offset?: number, lane?: number): Code<never> =>
  (out) => {
    for (const value of operands) write(value, out);
    for (const byte of code) out.byte(byte);
    if (offset !== undefined) out.unsigned(offset);
    if (lane !== undefined) out.byte(lane);
  };
/** One statement after the other. */
export const sequence =
  (statements: readonly Statement[]): Statement =>
  (out) => {
    for (const statement of statements) statement(out);
  };

type Signature = Readonly<Record<string, ValueType>>;
type Parameters<S extends Signature> = { readonly [K in keyof S]: Local<S[K]> };
/** Declares a local variable of a function. */
export type Declare = <T extends ValueType>(type: T) => Local<T>;

type Repeated<T, N extends number, R extends readonly T[] = []> = R['length'] extends N
  ? R
  : Repeated<T, N, readonly [...R, T]>;

/** `count` local variables of one type, at most 12. */
export const locals = <T extends ValueType, N extends number>(
  declare: Declare,
  type: T,
  count: N,
): Repeated<Local<T>, N> =>
  Array.from({ length: count }, () => declare(type)) as unknown as Repeated<Local<T>, N>;

export type FunctionBody<S extends Signature> = (
  parameters: Parameters<S>,
  declare: Declare,
) => readonly Statement[];

/** Calls a function with the values of its parameters. */
export type Call = (...values: Operand[]) => Statement;

interface FunctionDefinition {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  /** Locals and body. */
  readonly code: Uint8Array;
}

function codeOf(locals: readonly ValueType[], body: readonly Statement[]): Uint8Array {
  const code = new ByteWriter();
  code.unsigned(locals.length);
  for (const type of locals) code.write(1, typeCodes[type]);
  sequence(body)(code);
  code.byte(0x0b);
  return code.view();
}

/** Functions that share one memory, which is imported as `env.memory`. */
export class ModuleBuilder {
  private readonly functions: FunctionDefinition[] = [];
  private readonly calls = new Map<string, Call>();

  /** The call of a function that several kernels use; only the first one runs `define`. */
  once(name: string, define: () => Call): Call {
    const call = this.calls.get(name) ?? define();
    this.calls.set(name, call);
    return call;
  }

  /** Adds a function without a result, exported under its name, and returns its call. */
  define<const S extends Signature>(name: string, signature: S, body: FunctionBody<S>): Call {
    const parameters = Object.values(signature);
    const locals: ValueType[] = [];
    const declare: Declare = (type) => makeLocal(parameters.length + locals.push(type) - 1, type);
    const parameterLocals = Object.keys(signature).map((key, index) => [
      key,
      makeLocal(index, parameters[index] ?? 'i32'),
    ]);
    const statements = body(Object.fromEntries(parameterLocals) as Parameters<S>, declare);
    // Encoded at once: expressions that live on would cost the garbage collector more than all the
    // rest.
    const index = this.functions.push({ name, parameters, code: codeOf(locals, statements) }) - 1;
    return (...values) =>
      (out) => {
        for (const value of values) write(value, out);
        out.byte(0x10);
        out.unsigned(index);
      };
  }

  /**
   * The encoded module. `shared`: threads share its memory. `maxPages`: the most that this memory
   * may grow to, in pages of 64 KiB, as given when it was created.
   */
  bytes(shared: boolean, maxPages: number): Uint8Array<ArrayBuffer> {
    const out = new ByteWriter();
    const section = (id: number, count: number, write: (body: ByteWriter, index: number) => void): void => {
      out.byte(id);
      out.sized((body) => {
        body.unsigned(count);
        for (let index = 0; index < count; index++) write(body, index);
      });
    };
    const each = (
      id: number,
      write: (body: ByteWriter, of: FunctionDefinition, index: number) => void,
    ): void =>
      section(id, this.functions.length, (body, index) =>
        write(body, this.functions[index] as FunctionDefinition, index),
      );
    out.write(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    each(1, (body, { parameters }) => {
      body.byte(0x60);
      body.sized((types) => types.write(...parameters.map((type) => typeCodes[type])));
      body.byte(0);
    });
    section(2, 1, (body) => {
      body.text('env');
      body.text('memory');
      body.write(2, shared ? 3 : 1, 1);
      body.unsigned(maxPages);
    });
    each(3, (body, _, index) => body.unsigned(index));
    each(7, (body, { name }, index) => {
      body.text(name);
      body.byte(0);
      body.unsigned(index);
    });
    each(10, (body, { code }) => {
      body.unsigned(code.length);
      body.all(code);
    });
    return out.view();
  }
}
