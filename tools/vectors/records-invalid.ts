/** Damaged record batches: one that Kafka cannot read to its end must be refused, another must not. */
import { isKafkaError } from '#kernel';
import { BatchCheck, batchCheckReason, checkBatch, RecordCursor } from '#protocol';
import type { Outcome, VectorKind } from './kind.ts';
import { outcomeOf } from './kind.ts';
import { MAX_DECOMPRESSED_BYTES } from './records.ts';

interface InvalidLine {
  case: number;
  what: string;
  outcome: string;
  batchHex: string;
}

export const recordsInvalid: VectorKind = {
  name: 'records-invalid',
  *check(lines): Iterable<Outcome> {
    for (const line of lines as readonly InvalidLine[]) {
      yield outcomeOf(`case ${line.case} (${line.what})`, () => checkLine(line));
    }
  },
};

function checkLine(line: InvalidLine): string | null {
  const problem = readAll(Buffer.from(line.batchHex, 'hex'));
  if ((problem === null) === (line.outcome === 'ok')) return null;
  return problem === null ? `it was read, against Kafka's ${line.outcome}` : `it was refused: ${problem}`;
}

/** What is wrong with the batch, or null. */
function readAll(bytes: Buffer): string | null {
  const result = checkBatch(bytes, 0, bytes.length);
  if (result !== BatchCheck.OK) return batchCheckReason(result);
  const cursor = new RecordCursor();
  try {
    cursor.open(bytes, 0, MAX_DECOMPRESSED_BYTES);
    while (cursor.next()) cursor.validateHeaders();
    return null;
  } catch (error) {
    // Anything but a typed error is a bug, which the runner reports.
    if (isKafkaError(error)) return error.message;
    throw error;
  }
}
