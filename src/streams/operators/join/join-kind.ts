/** Which side of a join has to have a partner. */
export type JoinKind = 'inner' | 'left' | 'outer';

/** Makes one value of two; null stands for a side that is missing. */
export type Joiner = (left: unknown, right: unknown, key: unknown) => unknown;
