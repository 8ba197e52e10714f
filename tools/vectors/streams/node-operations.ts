/** Topologies out of single nodes. Kafka adds them to what its builder has built, so that they stand behind everything else. */
import { string } from '#serde';
import { kv, type StoreDefinition, TopologyNode } from '#streams';
import { topicsOf } from './stateless-operations.ts';
import { numberOf, textOf, type CaseOperation, type Operation, type TopologyCase } from './topology-case.ts';

const TEXT = string();
const TEXTS = { key: TEXT, value: TEXT };

type TextNode = TopologyNode<string, string>;

function nodesOf({ parents }: CaseOperation, built: TopologyCase): TextNode[] {
  return (parents as readonly string[]).map((name) => nodeOf(name, built));
}

function nodeOf(name: string, built: TopologyCase): TextNode {
  const found = built.named(name);
  if (!(found instanceof TopologyNode)) throw new Error(`${name} is no node`);
  return found as TextNode;
}

type Definition = ReturnType<typeof kv<string, string>>;

function definitionOf(name: string, built: TopologyCase): Definition {
  return built.named(name) as Definition & StoreDefinition;
}

/** Puts records as they are. */
function fill(operation: CaseOperation, built: TopologyCase): Parameters<TopologyCase['topology']['addGlobalStore']> {
  const store = textOf(operation, 'store');
  const definition = kv(store, TEXTS);
  built.name(store, definition);
  const topic = { topic: textOf(operation, 'topic'), name: textOf(operation, 'as'), ...TEXTS };
  const put = ({ store: rows }: { readonly store: unknown }) => ({
    process: (
      value: string | null,
      { key, timestamp }: { readonly key: string | null; readonly timestamp: number },
    ) => {
      if (key !== null) (rows as ReturnType<Definition['typed']>).put(key, value, timestamp);
    },
  });
  return [definition, topic, put] as never;
}

export const nodeOperations: Readonly<Record<string, Operation>> = {
  addSource: (operation, { topology }) =>
    topology.addSource(textOf(operation, 'as'), { topics: topicsOf(operation), ...TEXTS }),
  addSink(operation, built) {
    const name = textOf(operation, 'as');
    built.topology.addSink(name, { parents: nodesOf(operation, built), topic: textOf(operation, 'topic'), ...TEXTS });
  },
  addStateStore(operation, built) {
    const definition = kv(textOf(operation, 'store'), TEXTS);
    built.topology.addStateStore(definition);
    built.name(textOf(operation, 'store'), definition);
  },
  addGlobalStore: (operation, built) => built.topology.addGlobalStore(...fill(operation, built)),
  addReadOnlyStateStore: (operation, built) => built.topology.addReadOnlyStateStore(...fill(operation, built)),
  /** Behind each value its name; a record goes to the child that `to` names by the length of its value, or to all. */
  addRouter(operation, built) {
    const name = textOf(operation, 'as');
    const to = operation['to'] as readonly string[];
    return built.topology.addProcessor<string, string>(name, { parents: nodesOf(operation, built) }, ({ forward }) => ({
      process(value: string | null, { key, timestamp }) {
        const length = value?.length ?? 0;
        const child = to[length % (to.length + 1)];
        forward(key, `${value}${name}`, {
          timestamp: timestamp + length,
          ...(child === undefined ? {} : { to: child }),
        });
      },
    }));
  },
  /** How many of a key have come, and where the record was read; a timer from a moment on tells that it was there. */
  addCounter(operation, built) {
    const definition = definitionOf(textOf(operation, 'store'), built);
    const name = textOf(operation, 'as');
    const node = built.topology.addProcessor<string, string>(
      name,
      { parents: nodesOf(operation, built) },
      ({ store, forward, schedule, recordMetadata }) => {
        const rows = store(definition);
        const every = numberOf(operation, 'every');
        const start = numberOf(operation, 'start');
        const clock = operation['clock'] === 'wall' ? 'wall-clock' : 'stream-time';
        schedule(every, clock, (now) => forward('timer', `${now}`, { timestamp: now }), { start });
        return {
          process(_value, { key, timestamp }: { readonly key: string | null; readonly timestamp: number }) {
            const count = Number(rows.get(String(key))?.value ?? '0') + 1;
            rows.put(String(key), String(count), timestamp);
            const { topic, offset } = recordMetadata() ?? { topic: 'none', offset: -1 };
            forward(key!, `${count}:${topic}:${offset}`);
          },
        };
      },
    );
    built.topology.connectProcessorAndStateStores(node, definition);
    return node;
  },
  /** What a store that others fill has of the value as a key. */
  addLookup(operation, built) {
    const definition = definitionOf(textOf(operation, 'store'), built);
    const parents = nodesOf(operation, built);
    const name = textOf(operation, 'as');
    const node = built.topology.addProcessor<string, string>(name, { parents }, ({ store, forward }) => ({
      process(value: string | null, { key }) {
        forward(key, `${value}=${value === null ? null : (store(definition).get(value)?.value ?? null)}`);
      },
    }));
    if (operation['connects'] === true) built.topology.connectProcessorAndStateStores(node, definition);
    return node;
  },
};
