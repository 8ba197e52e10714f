/** A record on its way out, filled anew for each: whoever keeps one makes a copy (`RecordSink`). */
import type { RecordHeader } from './record-context.ts';
import type { OutgoingRecord } from './stream-task.ts';

const NO_HEADERS: readonly RecordHeader[] = [];

export class ReusedRecord implements OutgoingRecord {
  topic: string;
  partition: number | null;
  key: Uint8Array | string | null = null;
  value: Uint8Array | string | null = null;
  timestamp = 0;
  headers: readonly RecordHeader[] = NO_HEADERS;
  onRefused: NonNullable<OutgoingRecord['onRefused']> | null = null;
  choosePartitions: NonNullable<OutgoingRecord['choosePartitions']> | null = null;

  constructor(topic: string, partition: number | null) {
    this.topic = topic;
    this.partition = partition;
  }
}
