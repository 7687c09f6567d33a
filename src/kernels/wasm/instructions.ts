/**
 * The WebAssembly instructions that the kernels need, by the type that they work on, and control
 * flow. Names are those of the specification without the type. Pure.
 *
 * Source: WebAssembly Core Specification 3.0, § 4.3 (what each computes) and § 5.4 (opcodes).
 */
import {
  int,
  operation,
  sequence,
  type Expression,
  type Float,
  type Int,
  type IntLocal,
  type Statement,
  type Vector,
} from './assembler';

const intOp = (opcode: number) => {
  const code = [opcode];
  return (a: Int, b: Int): Expression<'i32'> => operation([a, b], code);
};
const floatOp = (opcode: number) => {
  const code = [opcode];
  return (a: Float, b: Float): Float => operation([a, b], code);
};
const floatTest = (opcode: number) => {
  const code = [opcode];
  return (a: Float, b: Float): Expression<'i32'> => operation([a, b], code);
};
/** A SIMD opcode is LEB128 after its prefix. */
const simd = (opcode: number): readonly number[] =>
  opcode < 0x80 ? [0xfd, opcode] : [0xfd, (opcode & 0x7f) | 0x80, opcode >> 7];
const vectorOp = (opcode: number) => {
  const code = simd(opcode);
  return (a: Vector, b: Vector): Vector => operation([a, b], code);
};
const vectorUnary = (opcode: number) => {
  const code = simd(opcode);
  return (a: Vector): Vector => operation([a], code);
};
const vectorShift = (opcode: number) => {
  const code = simd(opcode);
  return (a: Vector, bits: Int): Vector => operation([a, bits], code);
};

/** Opcodes of memory accesses, with the alignment as a power of two, which is only a hint. */
const access = {
  i32Load: [0x28, 2],
  i32Load8: [0x2d, 0],
  i32Store: [0x36, 2],
  f32Load: [0x2a, 2],
  f32Store: [0x38, 2],
  load: [...simd(0), 2],
  loadSplat: [...simd(9), 2],
  loadLane: [...simd(0x56), 2],
  store: [...simd(11), 2],
  storeHalf: [...simd(0x5b), 2],
  storeLane: [...simd(0x5a), 2],
} as const;
const code = {
  select: [0x1b],
  bits: [0xbc],
  f32Sqrt: [0x91],
  convert: [0xb2],
  bitselect: simd(0x52),
  i32Splat: simd(0x11),
  f32Splat: simd(0x13),
  fma: simd(0x105),
  lane: simd(0x1f),
} as const;
const zeroVector = [...simd(12), ...Array<number>(16).fill(0)];

export const i32 = {
  add: intOp(0x6a),
  sub: intOp(0x6b),
  mul: intOp(0x6c),
  divU: intOp(0x6e),
  remU: intOp(0x70),
  and: intOp(0x71),
  or: intOp(0x72),
  xor: intOp(0x73),
  shl: intOp(0x74),
  shrU: intOp(0x76),
  eq: intOp(0x46),
  ne: intOp(0x47),
  ltS: intOp(0x48),
  ltU: intOp(0x49),
  gtS: intOp(0x4a),
  leS: intOp(0x4c),
  geS: intOp(0x4e),
  geU: intOp(0x4f),
  load: (at: Int, offset = 0): Expression<'i32'> => operation([at], access.i32Load, offset),
  /** One byte, 0 … 255. */
  load8: (at: Int, offset = 0): Expression<'i32'> => operation([at], access.i32Load8, offset),
  store: (at: Int, value: Int, offset = 0): Statement => operation([at, value], access.i32Store, offset),
  /** `yes` where `condition` is not 0; both are evaluated. */
  select: (condition: Int, yes: Int, no: Int): Expression<'i32'> =>
    operation([yes, no, condition], code.select),
  /** The smaller of two signed numbers. */
  min: (a: Int, b: Int): Expression<'i32'> => i32.select(i32.ltS(a, b), a, b),
  max: (a: Int, b: Int): Expression<'i32'> => i32.select(i32.gtS(a, b), a, b),
  /** The bits of a float. */
  bits: (a: Float): Expression<'i32'> => operation([a], code.bits),
};

const floatBytes = (value: number): Uint8Array => new Uint8Array(Float32Array.of(value).buffer);
export const f32 = {
  const:
    (value: number): Float =>
    (out) =>
      out.write(0x43, ...floatBytes(value)),
  add: floatOp(0x92),
  sub: floatOp(0x93),
  mul: floatOp(0x94),
  div: floatOp(0x95),
  max: floatOp(0x97),
  sqrt: (a: Float): Float => operation([a], code.f32Sqrt),
  gt: floatTest(0x5e),
  load: (at: Int, offset = 0): Float => operation([at], access.f32Load, offset),
  store: (at: Int, value: Float, offset = 0): Statement => operation([at, value], access.f32Store, offset),
  select: (condition: Int, yes: Float, no: Float): Float => operation([yes, no, condition], code.select),
  /** From a signed integer. */
  convert: (a: Int): Float => operation([a], code.convert),
};

export const v128 = {
  load: (at: Int, offset = 0): Vector => operation([at], access.load, offset),
  /** One float in all four lanes. */
  loadSplat: (at: Int, offset = 0): Vector => operation([at], access.loadSplat, offset),
  /** `value` with one float from memory in a lane. */
  loadLane: (at: Int, value: Vector, lane: 0 | 1 | 2 | 3, offset = 0): Vector =>
    operation([at, value], access.loadLane, offset, lane),
  store: (at: Int, value: Vector, offset = 0): Statement => operation([at, value], access.store, offset),
  /** Lanes 2 · `half` and 2 · `half` + 1. */
  storeHalf: (at: Int, value: Vector, half: 0 | 1, offset = 0): Statement =>
    operation([at, value], access.storeHalf, offset, half),
  /** One lane. */
  storeLane: (at: Int, value: Vector, lane: 0 | 1 | 2 | 3, offset = 0): Statement =>
    operation([at, value], access.storeLane, offset, lane),
  zero: operation([], zeroVector) as Vector,
  and: vectorOp(0x4e),
  or: vectorOp(0x50),
  xor: vectorOp(0x51),
  /** Bits of `a` where `mask` has ones, else of `b`. */
  bitselect: (a: Vector, b: Vector, mask: Vector): Vector => operation([a, b, mask], code.bitselect),
};

export const i32x4 = {
  splat: (a: Int): Vector => operation([a], code.i32Splat),
  const:
    (...lanes: readonly [number, number, number, number]): Vector =>
    (out) =>
      out.write(...simd(12), ...new Uint8Array(Int32Array.from(lanes).buffer)),
  add: vectorOp(0xae),
  sub: vectorOp(0xb1),
  mul: vectorOp(0xb5),
  shl: vectorShift(0xab),
  shrS: vectorShift(0xac),
  shrU: vectorShift(0xad),
  /** All bits of a lane where a < b as signed numbers, else none. */
  ltS: vectorOp(0x39),
  /** All bits of a lane where a ≥ b as unsigned numbers, else none. */
  geU: vectorOp(0x40),
  /** From floats, toward zero; saturating. */
  truncate: vectorUnary(0xf8),
};

export const f32x4 = {
  splat: (a: Float): Vector => operation([a], code.f32Splat),
  add: vectorOp(0xe4),
  sub: vectorOp(0xe5),
  mul: vectorOp(0xe6),
  div: vectorOp(0xe7),
  min: vectorOp(0xe8),
  max: vectorOp(0xe9),
  sqrt: vectorUnary(0xe3),
  nearest: vectorUnary(0x6a),
  /** All bits of a lane where a > b, else none. */
  gt: vectorOp(0x44),
  /** From signed integers. */
  convert: vectorUnary(0xfa),
  /** a · b + c, rounded once where the processor has that instruction (relaxed SIMD). */
  fma: (a: Vector, b: Vector, c: Vector): Vector => operation([a, b, c], code.fma),
  /** Lanes 0–3 are a's, 4–7 b's. */
  shuffle: (a: Vector, b: Vector, lanes: readonly [number, number, number, number]): Vector =>
    operation([a, b], [...simd(13), ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte))]),
  lane: (a: Vector, lane: 0 | 1 | 2 | 3): Float => operation([a], code.lane, undefined, lane),
};

/** `yes` where `condition` is not 0, else `no`. */
export const when =
  (condition: Int, yes: readonly Statement[], no: readonly Statement[] = []): Statement =>
  (out) => {
    int(condition)(out);
    out.write(0x04, 0x40);
    sequence(yes)(out);
    if (no.length > 0) out.byte(0x05);
    sequence(no)(out);
    out.byte(0x0b);
  };

/** Runs `body` once, and again while `condition` is not 0. */
export const doWhile =
  (body: readonly Statement[], condition: Int): Statement =>
  (out) => {
    out.write(0x03, 0x40);
    sequence(body)(out);
    int(condition)(out);
    out.write(0x0d, 0, 0x0b);
  };

/** x ← x + value. */
export const increase = (x: IntLocal, value: Int): Statement => x.set(i32.add(x, value));

/**
 * for (x = from; x < to; x += step), with signed numbers. `to` and `step` are evaluated each time.
 */
export const forRange = (x: IntLocal, from: Int, to: Int, step: Int, body: readonly Statement[]): Statement =>
  sequence([x.set(int(from)), when(i32.ltS(x, to), [doWhile([...body, increase(x, step)], i32.ltS(x, to))])]);

/** Fills `bytes` bytes from `at` on with zeros. */
export const fillZeros = (at: Int, bytes: Int): Statement => operation([at, 0, bytes], [0xfc, 11, 0]);
