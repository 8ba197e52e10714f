/** Processors of an application's own in a stream (Kafka's `KStream.process` and `processValues`). */
import type { SyncSerde } from '#serde';
import {
  type ForwardOptions,
  ProcessNode,
  type CreateProcessor,
  type Processor,
  type TaskAccess,
} from '../operators/process.ts';
import type { ErrorHandler } from '../runtime/error-handler.ts';
import type { StateStore } from '../stores/state-store.ts';
import type { StoreDefinition, StoreDefinitions, StoresOf } from './store-definitions.ts';
import { Stream } from './stream.ts';

export interface ProcessOptions<D extends StoreDefinitions, W> {
  /** Of the node. */
  readonly name?: string;
  /** What becomes of a record that fails in it; what the topology says where absent. */
  readonly onError?: ErrorHandler;
  /** What the processor keeps, by the names under which it finds it in its context. */
  readonly stores?: D;
  /** Of the values that it forwards, where they are kept or written later. */
  readonly value?: SyncSerde<W>;
}

export interface ProcessorContext<D extends StoreDefinitions, L, W> extends TaskAccess {
  readonly stores: StoresOf<D>;
  /** A store that was added and connected otherwise, or one of the global ones, which are for reading. */
  store<S extends StateStore>(this: void, definition: StoreDefinition<S>): S;
  /** To all that comes after it, at once. */
  forward(this: void, key: L, value: W, options?: ForwardOptions): void;
}

/** Of a processor that leaves keys as they are; it forwards while it has a record, and not from timers. */
export interface ValueProcessorContext<D extends StoreDefinitions, W> extends TaskAccess {
  readonly stores: StoresOf<D>;
  /** A store that was added and connected otherwise, or one of the global ones, which are for reading. */
  store<S extends StateStore>(this: void, definition: StoreDefinition<S>): S;
  /** To all that comes after it, at once, under the key of the record at hand. */
  forward(this: void, value: W, options?: ForwardOptions): void;
}

const PROCESS = 'KSTREAM-PROCESSOR-';

export function process<K, V, L, W, D extends StoreDefinitions>(
  stream: Stream<K, V>,
  options: ProcessOptions<D, W> & { readonly key?: SyncSerde<L> },
  create: (context: ProcessorContext<D, L, W>) => Processor<K, V>,
): Stream<L, W> {
  const node = addNode(stream, PROCESS, options, (processNode, access) =>
    create({
      ...access,
      ...storeAccess(options.stores, (store) => processNode.store(store)),
      forward: (key, value, forwarded) => processNode.emit(key, value, forwarded),
    }),
  );
  return new Stream<L, W>(stream.graph, {
    node,
    sources: stream.place.sources,
    key: options.key ?? null,
    value: options.value ?? null,
    isRepartitionRequired: true,
  });
}

export function processValues<K, V, W, D extends StoreDefinitions>(
  stream: Stream<K, V>,
  options: ProcessOptions<D, W>,
  create: (context: ValueProcessorContext<D, W>) => Processor<K, V>,
): Stream<K, W> {
  const node = addNode(stream, 'KSTREAM-PROCESSVALUES-', options, (processNode, access) =>
    create({
      ...access,
      ...storeAccess(options.stores, (store) => processNode.store(store)),
      forward: (value, forwarded) => processNode.emitValue(value, forwarded),
    }),
  );
  return new Stream<K, W>(stream.graph, { ...stream.place, node, value: options.value ?? null });
}

function addNode<K, V, W, D extends StoreDefinitions>(
  { graph, place }: Stream<K, V>,
  prefix: string,
  options: ProcessOptions<D, W>,
  create: (...made: Parameters<CreateProcessor>) => Processor<K, V>,
): string {
  const name = graph.processorName(prefix, options.name);
  graph.handleErrors(options.onError, [name]);
  graph.add((plan) => {
    plan.addProcessor({
      name,
      parents: [place.node],
      create: () => new ProcessNode(create),
    });
    for (const definition of Object.values(options.stores ?? {})) graph.connect(plan, definition, [name]);
    const changed = prefix === PROCESS ? plan.hints.keyChanging : plan.hints.valueChanging;
    changed.add(name);
  });
  return name;
}

/** What a processor is handed of stores: its own by the names and with the types of their definitions, others by these. */
export function storeAccess<D extends StoreDefinitions>(
  definitions: D | undefined,
  storeOf: (name: string) => StateStore,
): Pick<ProcessorContext<D, never, never>, 'stores' | 'store'> {
  const typed = Object.entries(definitions ?? {}).map(([own, one]) => [own, one.typed(storeOf(one.name))]);
  return {
    stores: Object.fromEntries(typed) as StoresOf<D>,
    store: (definition) => definition.typed(storeOf(definition.name)),
  };
}
