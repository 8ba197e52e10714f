/** Topologies out of single nodes, grown from drafts as those of the fluent builder are: they stand behind these. */
import type { CaseOperation } from '../../tools/vectors/streams/topology-case.ts';
import type { Draft } from './growth.ts';

export interface GrownNodes {
  readonly ops: readonly CaseOperation[];
  readonly inputs: readonly string[];
  readonly out: readonly string[];
}

/** Each record may go to all of a node's children, and on from each of them. */
const MOST_NODES = 6;

export function grownNodes(drafts: readonly Draft[]): GrownNodes {
  const nodes = new NodeGrowth();
  for (const draft of drafts.slice(0, MOST_NODES)) nodes.grow(draft);
  return nodes.finish();
}

class NodeGrowth {
  readonly #ops: CaseOperation[] = [{ op: 'addSource', as: 'source', topic: 'S' }];
  readonly #parents: string[] = ['source'];
  /** That have rows by key: those for lookups are filled by others. */
  readonly #counted: string[] = [];
  readonly #filled: { readonly store: string; readonly isGlobal: boolean }[] = [];
  readonly #inputs: string[] = ['S'];

  grow(draft: Draft): void {
    const { operation, choice, numbers } = draft;
    const as = `p${this.#ops.length}`;
    const parents = [...new Set([this.#parent(draft.from), this.#parent(choice % 3 === 0 ? draft.with : draft.from)])];
    switch (operation % 6) {
      case 0:
        this.#inputs.push(...(choice % 2 === 0 ? [`S${as}`] : ['P1', 'P22']));
        this.#add({ op: 'addSource', as, ...(choice % 2 === 0 ? { topic: `S${as}` } : { pattern: 'P[0-9]+' }) });
        break;
      case 1:
      case 2:
        return this.#add({ op: 'addRouter', as, parents, to: [] });
      case 3:
        return this.#count(as, parents, draft);
      case 4:
        return this.#fill(as, numbers[0] % 2 === 0);
      default:
        return this.#lookUp(as, parents, draft);
    }
  }

  /** A sink behind each node that has no children, and for routers the names of their children. */
  finish(): GrownNodes {
    const isParent = (name: string): boolean => this.#ops.some(({ parents }) => listOf(parents).includes(name));
    const out: string[] = [];
    for (const name of this.#parents.filter((one) => !isParent(one))) {
      const topic = `s${out.length}`;
      out.push(topic);
      this.#ops.push({ op: 'addSink', as: `sink-${name}`, parents: [name], topic });
    }
    const childrenOf = (name?: string): string[] =>
      this.#ops.flatMap(({ as, parents }) => (listOf(parents).includes(name ?? '') ? [as!] : []));
    const ops = this.#ops.map((one) => (one.op === 'addRouter' ? { ...one, to: childrenOf(one.as) } : one));
    return { ops, inputs: [...new Set(this.#inputs)], out };
  }

  #add(operation: CaseOperation): void {
    const isTwice = operation['pattern'] !== undefined && this.#ops.some(({ pattern }) => pattern !== undefined);
    if (isTwice) return;
    this.#ops.push(operation);
    this.#parents.push(operation.as!);
  }

  #count(as: string, parents: readonly string[], { choice, numbers }: Draft): void {
    const shared = choice % 3 === 2 ? this.#counted.at(-1) : undefined;
    const store = shared ?? `${as}-rows`;
    if (shared === undefined) this.#ops.push({ op: 'addStateStore', store });
    this.#counted.push(store);
    const [every, start] = [1 + (numbers[0] % 12), numbers[1] % 30];
    this.#add({ op: 'addCounter', as, parents, store, every, start, clock: choice % 2 === 1 ? 'wall' : 'stream' });
  }

  #fill(as: string, isGlobal: boolean): void {
    const [store, topic] = [`${as}-rows`, `R${as}`];
    this.#filled.push({ store, isGlobal });
    this.#inputs.push(topic);
    this.#ops.push({ op: isGlobal ? 'addGlobalStore' : 'addReadOnlyStateStore', as, store, topic });
  }

  #lookUp(as: string, parents: readonly string[], { third }: Draft): void {
    if (this.#filled.length === 0) this.#fill(`${as}f`, third % 2 === 0);
    const { store, isGlobal } = this.#filled[third % this.#filled.length]!;
    this.#add({ op: 'addLookup', as, parents, store, connects: !isGlobal });
  }

  #parent(place: number): string {
    return this.#parents.at(-1 - (place % this.#parents.length))!;
  }
}

function listOf(names: unknown): readonly string[] {
  return Array.isArray(names) ? names.map(String) : [];
}
