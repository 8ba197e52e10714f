/**
 * A stream joined with itself over one store (Kafka's KStreamKStreamSelfJoin): results come in the order in which two stores
 * would give them.
 */
import { Node } from '../../runtime/node.ts';
import type { NodeContext } from '../../runtime/node-context.ts';
import { windowStoreOf } from '../../runtime/typed-store.ts';
import { settled } from '../../runtime/user-function.ts';
import type { WindowStore } from '../../stores/state-store.ts';
import type { Joiner } from './join-kind.ts';

export interface StreamSelfJoinOptions {
  readonly store: string;
  readonly joiner: Joiner;
  /** How far before and after a record the other one may lie. */
  readonly beforeMs: number;
  readonly afterMs: number;
  /** How long the store keeps records. */
  readonly retentionMs: number;
}

export class StreamSelfJoinNode extends Node {
  readonly #options: StreamSelfJoinOptions;
  #records: WindowStore<unknown, unknown> | null = null;
  #streamTime = -1;

  constructor(options: StreamSelfJoinOptions) {
    super();
    this.#options = options;
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#records = windowStoreOf(context, this.#options.store);
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    if (key === null || value === null) {
      this.context.drop('null key or value');
      return;
    }
    const { beforeMs, afterMs, retentionMs } = this.#options;
    this.#streamTime = Math.max(this.#streamTime, timestamp);
    // What the store would not have kept does not meet itself either.
    let meetsItself = timestamp > this.#streamTime - retentionMs + 1;
    for (const [time, other] of this.#near(key, timestamp - beforeMs, timestamp + afterMs)) {
      this.forward(key, this.#join(key, value, other.value), Math.max(timestamp, time));
    }
    for (const [time, other] of this.#near(key, timestamp - afterMs, timestamp + beforeMs)) {
      if (meetsItself && timestamp < time) {
        meetsItself = false;
        this.forward(key, this.#join(key, value, value), timestamp);
      }
      this.forward(key, this.#join(key, other.value, value), Math.max(timestamp, time));
    }
    if (meetsItself) this.forward(key, this.#join(key, value, value), timestamp);
  }

  #near(key: unknown, from: number, to: number): ReturnType<WindowStore<unknown, unknown>['fetch']> {
    return this.#records!.fetch(key, Math.max(0, from), Math.max(0, to));
  }

  #join(key: unknown, left: unknown, right: unknown): unknown {
    return settled(this.#options.joiner(left, right, key), this.name);
  }
}
