/** A task's nodes out of its plan, and the queues of the topics that it reads. */
import type { PlanSink, PlanSource } from '../plan/plan-nodes.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { ErrorJudge } from './error-judge.ts';
import type { Node } from './node.ts';
import { RecordQueue } from './record-queue.ts';
import { SinkNode, type SinkNodeOptions } from './sink-node.ts';
import { SourceNode } from './source-node.ts';

export interface OpenNodesOptions {
  readonly plan: TopologyPlan;
  /** Names of those that belong to the task. */
  readonly own: readonly string[];
  readonly partition: number;
  /** Also where sinks send. */
  readonly judge: ErrorJudge;
  onDropped(reason: string, at: string): void;
}

export interface OpenedNodes {
  /** By name, in the order of the plan: parents first. */
  readonly nodes: ReadonlyMap<string, Node>;
  /** By topic, as it is called at the broker. */
  readonly queues: Map<string, RecordQueue>;
  /** The queue, made for it, of a topic that a source's pattern matches. */
  match(this: void, topic: string): RecordQueue | undefined;
}

/** They are connected, and have no context yet. */
export function openNodes(options: OpenNodesOptions): OpenedNodes {
  const { plan } = options;
  const own = new Set(options.own);
  const nodes = new Map<string, Node>();
  const queues = new Map<string, RecordQueue>();
  for (const planned of plan.nodes.values()) {
    const { name, kind } = planned;
    if (!own.has(name)) continue;
    const node = kind === 'source' ? new SourceNode() : kind === 'sink' ? openSink(planned, options) : planned.create();
    if (kind === 'source') openQueues(planned, node, { ...options, queues });
    node.name = name;
    nodes.set(name, node);
    for (const parent of plan.parentsOf(name)) nodes.get(parent)!.children.push(node);
  }
  const match = (topic: string): RecordQueue | undefined => {
    const planned = plan.matching(topic);
    const node = planned === undefined ? undefined : nodes.get(planned.name);
    if (planned === undefined || node === undefined) return undefined;
    const queue = openQueue(planned, node, options, topic);
    queues.set(topic, queue);
    return queue;
  };
  return { nodes, queues, match };
}

function openSink(planned: PlanSink, { plan, judge }: OpenNodesOptions): Node {
  const { name: node } = planned;
  const onRefused: SinkNodeOptions['onRefused'] = judge.mayGoOn(node)
    ? (thrown, origin) => judge.decide({ node, kind: 'production', thrown, origin })
    : null;
  return new SinkNode(planned, { sink: judge, topicName: (name) => plan.topicName(name), onRefused });
}

function openQueues(
  planned: PlanSource,
  node: Node,
  options: OpenNodesOptions & { readonly queues: Map<string, RecordQueue> },
): void {
  for (const name of planned.topics) {
    const topic = options.plan.topicName(name);
    options.queues.set(topic, openQueue(planned, node, options, topic));
  }
}

function openQueue(
  plan: PlanSource,
  source: Node,
  { partition, onDropped }: OpenNodesOptions,
  topic: string,
): RecordQueue {
  return new RecordQueue({ plan, topic, partition, source, onDropped: (reason) => onDropped(reason, plan.name) });
}
