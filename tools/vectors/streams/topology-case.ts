/** A case's topology under construction: each operation adds to it, and what it calls `as` can be named by later ones. */
import { Stream, Table, Topology } from '#streams';
import { aggregateOperations } from './aggregate-operations.ts';
import { headerOperations } from './header-operations.ts';
import { joinOperations } from './join-operations.ts';
import { nodeOperations } from './node-operations.ts';
import { processOperations } from './process-operations.ts';
import { statelessOperations } from './stateless-operations.ts';
import { storeOperations } from './store-operations.ts';

/** One operation of a case; beside these each has arguments of its own. */
export interface CaseOperation {
  readonly op: string;
  readonly as?: string;
  readonly from?: string;
  readonly with?: string;
  readonly topic?: string;
  readonly [argument: string]: unknown;
}

/** Adds an operation; gives what `as` names. */
export type Operation = (operation: CaseOperation, built: TopologyCase) => unknown;

const operations: Readonly<Record<string, Operation>> = {
  ...statelessOperations,
  ...aggregateOperations,
  ...joinOperations,
  ...processOperations,
  ...headerOperations,
  ...storeOperations,
  ...nodeOperations,
};

export interface TopologyCaseOptions {
  readonly isOptimized: boolean;
  readonly stores: 'persistent' | undefined;
  readonly storeFormat?: 'headers' | undefined;
}

export class TopologyCase {
  readonly topology: Topology;
  readonly #named = new Map<string, unknown>();

  constructor({ isOptimized, stores, storeFormat }: TopologyCaseOptions) {
    this.topology = new Topology('oracle', {
      naming: 'java',
      optimize: isOptimized ? 'all' : [],
      stores: stores ?? 'memory',
      storeFormat: storeFormat ?? 'default',
    });
  }

  apply(operation: CaseOperation): void {
    const apply = operations[operation.op];
    if (apply === undefined) throw new Error(`there is no operation ${operation.op}`);
    const result = apply(operation, this);
    if (operation.as !== undefined) this.name(operation.as, result);
  }

  name(as: string, result: unknown): void {
    this.#named.set(as, result);
  }

  named(name: string | undefined): unknown {
    return this.#named.get(name ?? '');
  }

  stream(name: string | undefined): Stream<string, string> {
    const found = this.named(name);
    if (!(found instanceof Stream)) throw new Error(`${name} is no stream`);
    return found as Stream<string, string>;
  }

  table(name: string | undefined): Table<string, string> {
    const found = this.named(name);
    if (!(found instanceof Table)) throw new Error(`${name} is no table`);
    return found as Table<string, string>;
  }
}

/** A number among the arguments. */
export function numberOf(operation: CaseOperation, argument: string): number {
  const value = operation[argument];
  if (typeof value !== 'number') throw new Error(`${operation.op} has no number ${argument}`);
  return value;
}

/** A text among the arguments. */
export function textOf(operation: CaseOperation, argument: string): string {
  const value = operation[argument];
  if (typeof value !== 'string') throw new Error(`${operation.op} has no text ${argument}`);
  return value;
}

export interface KeptAs {
  readonly store?: string | null;
  readonly versioned?: { readonly historyRetention: number };
}

/**
 * The name of the store that the operation's rows are kept in, where it has one, and how long their history is; null for a name
 * that is left to Kafka.
 */
export function keptAs({ ['store']: store, ['versioned']: historyRetention, materialized }: CaseOperation): KeptAs {
  if (typeof store !== 'string') return materialized === true ? { store: null } : {};
  return typeof historyRetention === 'number' ? { store, versioned: { historyRetention } } : { store };
}

/** The name of the operation's node, where it has one. */
export function namedAs({ named }: CaseOperation): { readonly name?: string } {
  return typeof named === 'string' ? { name: named } : {};
}
