// generated from consumer-protocol.schema by tools/codegen: change that and run `npm run generate`

export interface ConsumerProtocolSubscription {
  topics: string[];
  userData: Uint8Array | null;
  /** v1+ */
  ownedPartitions: ConsumerProtocolSubscriptionTopicPartition[];
  /** v2+ */
  generationId: number;
  /** v3+ */
  rackId: string | null;
}

export interface ConsumerProtocolSubscriptionTopicPartition {
  topic: string;
  partitions: number[];
}

export interface ConsumerProtocolAssignment {
  assignedPartitions: ConsumerProtocolAssignmentTopicPartition[];
  userData: Uint8Array | null;
}

export interface ConsumerProtocolAssignmentTopicPartition {
  topic: string;
  partitions: number[];
}
