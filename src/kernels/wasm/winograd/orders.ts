/**
 * The order in which a transform stores its result: as a tensor, or in the panels that the
 * micro-kernel reads. Emits code.
 */
import {
  locals,
  type Declare,
  type Expression,
  type IntLocal,
  type Statement,
  type Vector,
} from '../assembler';
import { f32, f32x4, i32, v128 } from '../instructions';
import type { Scope } from './fields';

/** The offset of an index of an edge that is stored in panels of `side`, `panelBytes` apart. */
export const inPanel = (
  index: Expression<'i32'>,
  side: number,
  panelBytes: Expression<'i32'>,
): Expression<'i32'> =>
  i32.add(i32.mul(i32.divU(index, side), panelBytes), i32.shl(i32.remU(index, side), 2));

/**
 * How four channels, from `channel` on, are stored: `set` computes the offset from the tables'
 * addresses once, `store` stores.
 */
export type Order = (
  channel: IntLocal,
  scope: Scope,
) => {
  readonly set: Statement[];
  readonly store: (to: Expression<'i32'>, value: Vector) => Statement[];
};

const inPlace = (declare: Declare, offset: Expression<'i32'>): ReturnType<Order> => {
  const at = declare('i32');
  return { set: [at.set(offset)], store: (to, value) => [v128.store(i32.add(to, at), value)] };
};

/** Contiguously, as in a tensor. */
export const inRows: Order = (channel, { declare }) => inPlace(declare, i32.shl(channel, 2));
/** The same, after bias and relu. */
export const activated: Order = (channel, scope) => {
  const { declare, field } = scope;
  const { set, store } = inRows(channel, scope);
  const [added, floorVector] = locals(declare, 'v128', 2);
  const floor = f32.select(field.relu, f32.const(0), f32.const(Number.NEGATIVE_INFINITY));
  return {
    set: [
      ...set,
      floorVector.set(f32x4.splat(floor)),
      added.set(v128.load(i32.add(field.bias, i32.shl(channel, 2)))),
    ],
    store: (to, value) => store(to, f32x4.max(f32x4.add(value, added), floorVector)),
  };
};

/** Channels are the edge of B, in panels of 8 or another multiple of 4. */
export const inPanelsOfB =
  (side: number): Order =>
  (channel, { declare, field }) =>
    inPlace(declare, inPanel(channel, side, field.toPanel));
/** Channels are the edge of A, in panels of an even `side`: four of them may lie in two panels. */
export const inPanelsOfA =
  (side: number): Order =>
  (channel, { declare, field }) => {
    const first = declare('i32');
    const second = declare('i32');
    const stored = declare('v128');
    return {
      set: [
        first.set(inPanel(channel, side, field.toPanel)),
        second.set(inPanel(i32.add(channel, 2), side, field.toPanel)),
      ],
      store: (to, value) => [
        stored.set(value),
        v128.storeHalf(i32.add(to, first), stored, 0),
        v128.storeHalf(i32.add(to, second), stored, 1),
      ],
    };
  };
/** Channels are K: each goes to another row of a panel of `side`. */
export const alongK =
  (side: number): Order =>
  (channel, { declare }) => {
    const at = declare('i32');
    const stored = declare('v128');
    return {
      set: [at.set(i32.mul(channel, 4 * side))],
      store: (to, value) => [
        stored.set(value),
        ...([0, 1, 2, 3] as const).map((lane) =>
          v128.storeLane(i32.add(to, at), stored, lane, 4 * side * lane),
        ),
      ],
    };
  };
