/**
 * A topology while it grows: names are given out at once, nodes are made when it is built, since what comes later may ask
 * an operator for old values or for a store (Kafka's InternalStreamsBuilder).
 *
 * Names are Kafka's, one counter for nodes, stores and repartition topics alike. Of names that become topics or stores an
 * application has to choose its own, unless `naming` is `java`: a generated one shifts with each operator that is put in
 * before it, and a state that is called otherwise is a state lost.
 */
import { KafkaError } from '#kernel';
import { type Optimization, optimizePlan } from '../plan/optimize-plan.ts';
import type { PlanStore } from '../plan/plan-nodes.ts';
import { changelogTopic, TopologyPlan } from '../plan/topology-plan.ts';
import type { ErrorHandler } from '../runtime/error-handler.ts';
import type { StoreFormat, StoreType } from './materialized.ts';
import type { StoreDefinition } from './store-definitions.ts';

export type Naming = 'explicit' | 'java';

const DIGITS = 10;

export interface GraphOptions {
  readonly naming: Naming;
  readonly onError?: ErrorHandler | undefined;
  /** Of stores that do not say it themselves. */
  readonly stores: StoreType;
  /** Of stores of the fluent builder that do not say it themselves. */
  readonly storeFormat: StoreFormat;
  readonly optimizations: ReadonlySet<Optimization>;
}

/** A source of streams, which may be asked for more than once. */
interface SharedSource {
  readonly name: string;
  readonly keys: readonly string[];
  readonly offsetReset: string | null;
}

export class Graph {
  readonly applicationId: string;
  readonly naming: Naming;
  readonly #storeType: StoreType;
  readonly #storeFormat: StoreFormat;
  readonly #optimizations: ReadonlySet<Optimization>;
  readonly #onError: ErrorHandler | undefined;
  readonly #writes: ((plan: TopologyPlan) => void)[] = [];
  readonly #stores = new Map<StoreDefinition, PlanStore>();
  /** By topic or pattern. */
  readonly #sources = new Map<string, SharedSource>();
  #counter = 0;

  constructor(applicationId: string, { naming, onError, stores, storeFormat, optimizations }: GraphOptions) {
    this.applicationId = applicationId;
    this.naming = naming;
    this.#storeType = stores;
    this.#storeFormat = storeFormat;
    this.#optimizations = optimizations;
    this.#onError = onError;
  }

  /** The name of a node: as chosen, else made from the prefix. A number is used up either way, as in Kafka. */
  nodeName(prefix: string, chosen: string | undefined): string {
    const name = this.generated(prefix);
    return chosen ?? name;
  }

  /** As `nodeName`, of processors and of `suppress`: no number is used up for one with a chosen name. */
  processorName(prefix: string, chosen: string | undefined): string {
    return chosen ?? this.generated(prefix);
  }

  /** The name of one of several nodes of an operator: behind the operator's where that was chosen. */
  partName(operator: string | undefined, suffix: string, prefix: string): string {
    const name = this.generated(prefix);
    return operator === undefined ? name : operator + suffix;
  }

  /** A number is used up even where the result is not: names that follow are Java's. */
  generated(prefix: string): string {
    return prefix + String(this.#counter++).padStart(DIGITS, '0');
  }

  /** The name of a store, and of the topic behind it. Throws where it is needed and nobody chose one. */
  storeName(prefix: string, chosen: string | null | undefined, operator: string): string {
    if (typeof chosen === 'string') return chosen;
    const name = this.generated(`${prefix}STATE-STORE-`);
    if (this.naming === 'explicit') throw unnamed(operator);
    return name;
  }

  /** A number is used up for the store of an operator that is kept under no name (null), as some of Kafka's do. */
  skipStoreName(chosen: string | null | undefined): void {
    if (chosen === null) this.#counter++;
  }

  /** Whether tables have their source topics for changelogs. */
  get reusesSourceTopics(): boolean {
    return this.#optimizations.has('reuse.ktable.source.topics');
  }

  /** Whether a store is on the disk; `chosen` for it alone, where it was. */
  isPersistent(chosen: StoreType | undefined): boolean {
    return (chosen ?? this.#storeType) === 'persistent';
  }

  /** Whether rows of an operator have headers; `chosen` for its store alone, where it was. */
  keepsHeaders(chosen: boolean | undefined): boolean {
    return chosen ?? this.#storeFormat === 'headers';
  }

  /** The topic behind a store. */
  changelogOf(store: string): string {
    return changelogTopic(this.applicationId, store);
  }

  /**
   * The node that reads these topics: one that was added for the same ones before, else the one that is named (Kafka's
   * `mergeDuplicateSourceNodes`). Throws where they are to be begun elsewhere, or are some of those that another one reads.
   */
  sourceOf(
    topics: string | readonly string[] | RegExp,
    { name, offsetReset }: { readonly name: string; readonly offsetReset: string | null },
  ): string {
    const names =
      topics instanceof RegExp ? [`${topics.source}/${topics.flags}`] : [...new Set([topics].flat())].sort();
    const keys = names.map((one) => (topics instanceof RegExp ? `pattern ${one}` : `topic ${one}`));
    const found = keys.map((key) => this.#sources.get(key)).find((source) => source !== undefined);
    if (found === undefined) {
      for (const key of keys) this.#sources.set(key, { name, keys, offsetReset });
      return name;
    }
    const what = `${found.name} reads ${found.keys.join(', ')} already`;
    if (found.keys.join() !== keys.join()) {
      throw invalid(`${what}, and ${name} reads ${keys.join(', ')}: streams read the same topics or none in common`);
    }
    if (found.offsetReset !== offsetReset) {
      throw invalid(`${what}, with another offsetReset (${found.offsetReset}) than ${name} (${offsetReset})`);
    }
    return found.name;
  }

  /** The one store of a definition. */
  storeOf(definition: StoreDefinition): PlanStore {
    const store = this.#stores.get(definition) ?? definition.plan(this);
    this.#stores.set(definition, store);
    return store;
  }

  /** From now on this is the store of a definition. */
  define(definition: StoreDefinition, store: PlanStore): PlanStore {
    this.#stores.set(definition, store);
    return store;
  }

  /** Processors with the store of a definition: who is handed the same one shares it. */
  connect(plan: TopologyPlan, definition: StoreDefinition, processors: readonly string[]): void {
    const store = this.storeOf(definition);
    // Another one of that name is a mistake.
    const isThere = plan.stores.get(store.name) === store || plan.globalStores.get(store.name)?.store === store;
    if (!isThere) plan.addStore(store, processors);
    else for (const processor of processors) plan.connect(processor, [store.name]);
  }

  /** What becomes of errors in these nodes, where an operator's options say so. */
  handleErrors(onError: ErrorHandler | undefined, nodes: readonly string[]): void {
    if (onError === undefined) return;
    this.add((plan) => {
      for (const node of nodes) plan.errorHandlers.set(node, onError);
    });
  }

  /** What is brought together has to be of one topology: nobody would read the other one's topics. */
  expectOwn(operator: string, { graph }: { readonly graph: Graph }): void {
    if (graph !== this) throw invalid(`${operator} is given what belongs to another Topology: make both of one`);
  }

  /** Adds nodes when the topology is built, behind all that were there before. */
  add(write: (plan: TopologyPlan) => void): void {
    this.#writes.push(write);
  }

  build(): TopologyPlan {
    const plan = new TopologyPlan(this.applicationId, this.#onError);
    for (const write of this.#writes) write(plan);
    optimizePlan(plan, this.#optimizations);
    return plan;
  }
}

function invalid(reason: string): KafkaError {
  return new KafkaError('INVALID_TOPOLOGY', `This topology cannot be built: ${reason}`);
}

export function unnamed(operator: string): KafkaError {
  return new KafkaError(
    'UNNAMED_STATE',
    `${operator} keeps state or makes a topic, which needs a name that stays: give it one, or choose naming: 'java' for generated names`,
  );
}
