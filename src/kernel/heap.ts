/** What the engine says of its heap, for those few who fit what they allocate to how it collects. */
export interface Heap {
  /** Bytes of objects that fit its young generation before that is collected; 0 where it does not say. */
  youngBytes(): number;
}
