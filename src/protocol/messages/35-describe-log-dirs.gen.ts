// generated from 35-describe-log-dirs.schema by tools/codegen: change that and run `npm run generate`

export interface DescribeLogDirsRequest {
  topics: DescribeLogDirsRequestDescribableLogDirTopic[] | null;
}

export interface DescribeLogDirsRequestDescribableLogDirTopic {
  topic: string;
  partitions: number[];
}

export interface DescribeLogDirsResponse {
  throttleTimeMs: number;
  /** v3+ */
  errorCode: number;
  results: DescribeLogDirsResponseResult[];
}

export interface DescribeLogDirsResponseResult {
  errorCode: number;
  logDir: string;
  topics: DescribeLogDirsResponseTopic[];
  /** v4+ */
  totalBytes: number;
  /** v4+ */
  usableBytes: number;
  /** v5+ */
  isCordoned: boolean;
}

export interface DescribeLogDirsResponseTopic {
  name: string;
  partitions: DescribeLogDirsResponsePartition[];
}

export interface DescribeLogDirsResponsePartition {
  partitionIndex: number;
  partitionSize: number;
  offsetLag: number;
  isFutureKey: boolean;
}
