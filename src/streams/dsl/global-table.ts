/** A table that is whole at every instance; streams look its rows up by any key. */
export class GlobalTable<K, V> {
  /** Of its rows. */
  readonly storeName: string;
  /** For the types alone. */
  declare protected readonly row: readonly [K, V];

  constructor(storeName: string) {
    this.storeName = storeName;
  }
}
