// generated from 34-alter-replica-log-dirs.schema by tools/codegen: change that and run `npm run generate`

export interface AlterReplicaLogDirsRequest {
  dirs: AlterReplicaLogDirsRequestAlterReplicaLogDir[];
}

export interface AlterReplicaLogDirsRequestAlterReplicaLogDir {
  path: string;
  topics: AlterReplicaLogDirsRequestTopic[];
}

export interface AlterReplicaLogDirsRequestTopic {
  name: string;
  partitions: number[];
}

export interface AlterReplicaLogDirsResponse {
  throttleTimeMs: number;
  results: AlterReplicaLogDirsResponseTopicResult[];
}

export interface AlterReplicaLogDirsResponseTopicResult {
  topicName: string;
  partitions: AlterReplicaLogDirsResponsePartitionResult[];
}

export interface AlterReplicaLogDirsResponsePartitionResult {
  partitionIndex: number;
  errorCode: number;
}
