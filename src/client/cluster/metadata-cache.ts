/** What the client knows of the cluster's topics and brokers. */
import { assert } from '#kernel';
import type { BrokerNode, EnsureOptions, PartitionMetadata, TopicMetadata } from './metadata-types.ts';

export class MetadataCache {
  /** Null until metadata is known. */
  get clusterId(): string | null {
    return null;
  }

  /** -1 where none is known. */
  get controllerId(): number {
    return -1;
  }

  brokers(): readonly BrokerNode[] {
    return [];
  }

  broker(_nodeId: number): BrokerNode | undefined {
    return undefined;
  }

  topic(_name: string): TopicMetadata | undefined {
    return undefined;
  }

  partition(_topic: string, _partition: number): PartitionMetadata | undefined {
    return undefined;
  }

  topicName(_topicId: string): string | undefined {
    return undefined;
  }

  /** Of all topics that are known at this moment and have no error. */
  topicNames(): readonly string[] {
    return [];
  }

  /** Says that the topic is still in use: see `metadataMaxIdleMs`. */
  use(_topic: string): void {}

  ensure(_topics: readonly string[], _options: EnsureOptions): Promise<void> {
    assert(false, 'not yet');
  }

  ensureAll(_options?: { timeoutMs?: number; signal?: AbortSignal }): Promise<string[]> {
    assert(false, 'not yet');
  }

  invalidate(_reason: string): void {}

  refresh(): Promise<void> {
    assert(false, 'not yet');
  }

  updateLeader(
    _topic: string,
    _partition: number,
    _leader: { leaderId: number; leaderEpoch: number },
    _endpoints: readonly BrokerNode[] = [],
  ): void {}

  watch(_topics: ReadonlySet<string> | 'all'): void {}

  onChange(_listener: () => void): () => void {
    return () => {};
  }
}
