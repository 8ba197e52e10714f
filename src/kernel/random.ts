/** Where chance comes from: the system's generator, or one with a seed in a simulation. */
export interface Random {
  /** A number in [0, 1). */
  number(): number;
  /** `length` bytes fit for identifiers and salts. */
  bytes(length: number): Uint8Array;
}
