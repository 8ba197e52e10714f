/** For tests: a task of all nodes of a topology, for whose clock time stands still. */
import type { Topology } from '../dsl/topology.ts';
import { type OutgoingRecord, StreamTask, type StreamTaskOptions } from './stream-task.ts';

type WholeTaskOptions = Partial<Omit<StreamTaskOptions, 'plan' | 'nodes' | 'sink'>> & {
  /** Gets what it writes; valid until it returns. */
  onSent?(record: OutgoingRecord): void;
};

export function wholeTask(topology: Topology, { onSent, ...options }: WholeTaskOptions = {}): StreamTask {
  const plan = topology.build();
  const sink = {
    send: (record: OutgoingRecord): number => {
      onSent?.(record);
      return -1;
    },
    partitionCount: (): number => 1,
  };
  return new StreamTask({
    plan,
    nodes: [...plan.nodes.keys()],
    taskId: '0_0',
    partition: 0,
    directory: null,
    sink,
    globalStores: new Map(),
    wallClock: () => 0,
    emitIntervalMs: 0,
    ...options,
  });
}
