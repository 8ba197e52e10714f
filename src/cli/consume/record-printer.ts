/** How `samsa consume` prints a record: JSON, a format, or the value alone. */
import { UsageError } from '../exit-code.ts';
import type { RecordPrinter } from '../records/printable-record.ts';
import { recordFormat } from '../records/record-format.ts';
import { writeJsonRecord } from '../records/record-json.ts';
import type { ConsumeOptions } from './consume-command.ts';

/** Throws a UsageError for options that contradict each other. */
export function recordPrinter(
  options: Pick<ConsumeOptions, 'json' | 'format' | 'keySeparator' | 'nullMarker'>,
): RecordPrinter {
  const { json, format, keySeparator, nullMarker } = options;
  if (json === true) {
    if (format !== undefined || keySeparator !== undefined || nullMarker !== undefined) {
      throw new UsageError('--json says how records look: leave --format, --key-separator and --null-marker out.');
    }
    return writeJsonRecord;
  }
  if (format !== undefined) {
    if (keySeparator !== undefined)
      throw new UsageError('--format says where the key goes: leave --key-separator out.');
    return recordFormat(format, nullMarker);
  }
  if (keySeparator === undefined) return recordFormat('%s\\n', nullMarker);
  const key = recordFormat('%k', nullMarker);
  const value = recordFormat('%s\\n', nullMarker);
  return (record, sink) => {
    key(record, sink);
    sink.text(keySeparator);
    value(record, sink);
  };
}
