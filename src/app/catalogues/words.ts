/** The type of a translation. Types only. */

/** The same keys as `T`, with any text. A key that is missing or too many is a type error. */
export type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };
