/** Where records of topics enter the nodes, deserialized already. */
import { Node } from './node.ts';

export class SourceNode extends Node {
  protected override readonly keyUse = 'passes';

  process(key: unknown, value: unknown, timestamp: number): void {
    this.forward(key, value, timestamp);
  }
}
