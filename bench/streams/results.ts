/** What an engine's results come to, whatever their order: Samsa's and Kafka Streams' have to be the same. */
export interface Results {
  readonly outputs: number;
  /** The sum of the records' `hashOf`, modulo 2^32. */
  readonly checksum: number;
}

/** Throws where two differ. */
export function mustBeSame(what: string, [first, ...others]: readonly Results[]): void {
  for (const other of others) {
    if (other.outputs === first!.outputs && other.checksum === first!.checksum) continue;
    throw new Error(`${what}: the engines' outputs differ: ${JSON.stringify([first, other])}`);
  }
}
