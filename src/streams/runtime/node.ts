/**
 * One node of a running task: it gets a record, and forwards what it makes of it to its children before it returns. No
 * promise, closure or object is made per record and hop: records go down as arguments, what is known of them besides lies
 * in the task's `RecordContext`.
 */
import type { Counted } from '../metrics/counted.ts';
import type { RecordLatency } from '../metrics/record-latency.ts';
import type { PlanSerde } from '../plan/plan-nodes.ts';
import type { ErrorKind } from './error-handler.ts';
import type { NodeContext } from './node-context.ts';
import type { RecordView } from './record-view.ts';

/** What a node counts beside its records, by Kafka's name; `what` completes "the number of …". */
export interface NodeCount {
  readonly name: string;
  readonly what: string;
  readonly counted: Counted;
}

/** What a node does with keys: looks at them, hands them on as they are, or hands on others. */
export type KeyUse = 'reads' | 'passes' | 'replaces';

const NO_COUNTS: readonly NodeCount[] = [];

export abstract class Node {
  /** As in the plan. */
  name: string = '';
  readonly children: Node[] = [];
  /** So many children, the first ones, are outputs of another kind: `forward` leaves them out. */
  protected sideOutputs: number = 0;
  /** Which kind of error one in this node is. */
  readonly errorKind: ErrorKind = 'processing';
  /** False: of a record's value it is of interest only whether there is one. */
  readonly readsValues: boolean = true;
  /** What it does itself: a function of an application may look at keys all the same, by the view. */
  protected readonly keyUse: KeyUse = 'reads';
  /** Of sources and of nodes without children; the task sets it. */
  latency: RecordLatency | null = null;
  readonly counts: readonly NodeCount[] = NO_COUNTS;
  #context: NodeContext | null = null;

  /** Called once, before any record, parents first. */
  init(context: NodeContext): void {
    this.#context = context;
  }

  protected get context(): NodeContext {
    if (this.#context === null) throw new Error(`${this.name} is not open`);
    return this.#context;
  }

  /**
   * A record of a stream, or of a table a `Change` as its value. The key may be `UNREAD` where `needsKeys` is false.
   * @param timestamp milliseconds since 1970
   */
  abstract process(key: unknown, value: unknown, timestamp: number): void;

  /** Whether keys, which `serde` reads, have to be read for it or for a node behind it that gets the same ones. */
  needsKeys(serde: PlanSerde): boolean {
    if (this.keyUse === 'passes') return this.children.some((child) => child.needsKeys(serde));
    return this.keyUse === 'reads';
  }

  /** The task ends; its stores are closed afterwards. */
  close(): void {
    this.#context = null;
  }

  protected forward(key: unknown, value: unknown, timestamp: number): void {
    const { children } = this;
    for (let i = this.sideOutputs; i < children.length; i++) this.forwardTo(children[i]!, key, value, timestamp);
  }

  /** To one child. What fails in it is judged here: where the record is left out, its siblings still get theirs. */
  protected forwardTo(child: Node, key: unknown, value: unknown, timestamp: number): void {
    try {
      child.process(key, value, timestamp);
      if (child.latency !== null) child.latency.processed(timestamp);
    } catch (error) {
      this.context.failed(child, error);
    }
  }

  /** What a user function is shown of the record; valid until the next call. */
  protected view(key: unknown, timestamp: number): RecordView {
    const { view } = this.context;
    view.key = key;
    view.timestamp = timestamp;
    return view;
  }
}
