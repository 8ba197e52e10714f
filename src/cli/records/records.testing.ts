/** Records for tests of what is printed. */
import { ByteSink } from './byte-sink.ts';
import type { PrintableRecord, RecordPrinter } from './printable-record.ts';

export function printableRecord(given: Partial<PrintableRecord> = {}): PrintableRecord {
  return {
    topic: 'orders',
    partition: 3,
    offset: 17,
    timestamp: 1_764_064_800_000,
    keyBytes: Buffer.from('k'),
    valueBytes: Buffer.from('v'),
    headers: [],
    ...given,
  };
}

export function printed(printer: RecordPrinter, record: PrintableRecord): Buffer {
  const sink = new ByteSink();
  printer(record, sink);
  return sink.take();
}
