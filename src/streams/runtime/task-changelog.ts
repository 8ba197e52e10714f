/** The changelog of a store in its task: a record that is filled anew for each change. */
import type { Changelog } from '../stores/state-store.ts';
import type { RecordHeader } from './record-context.ts';
import { ReusedRecord } from './reused-record.ts';
import type { RecordSink } from './stream-task.ts';

const NO_HEADERS: readonly RecordHeader[] = [];

export function changelogTo(sink: RecordSink, topic: string, partition: number): Changelog {
  const record = new ReusedRecord(topic, partition);
  return {
    write(key, value, timestamp, headers = NO_HEADERS): void {
      record.key = key;
      record.value = value;
      record.timestamp = timestamp;
      record.headers = headers;
      sink.send(record);
    },
  };
}
