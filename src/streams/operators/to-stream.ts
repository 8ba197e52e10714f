/** The changes of a table as records of a stream: a key's new value, null where its row is gone. */
import type { Change } from '../runtime/change.ts';
import { Node } from '../runtime/node.ts';

export class ToStreamNode extends Node {
  process(key: unknown, value: unknown, timestamp: number): void {
    this.forward(key, (value as Change).newValue, timestamp);
  }
}
