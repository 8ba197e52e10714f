/**
 * A change of a table's row, as it goes from node to node (Kafka's Change). Each node that forwards changes owns one and
 * fills it anew: who receives it reads it before it forwards anything itself, and never keeps or alters it.
 */
export class Change {
  /** Null: the row is gone. */
  newValue: unknown = null;
  /** What the row was; null also where nobody downstream asked for old values. */
  oldValue: unknown = null;
  /** False for a change of a versioned table that a later one has overtaken (KIP-914). */
  isLatest: boolean = true;

  set(newValue: unknown, oldValue: unknown, isLatest: boolean = true): this {
    this.newValue = newValue;
    this.oldValue = oldValue;
    this.isLatest = isLatest;
    return this;
  }
}
