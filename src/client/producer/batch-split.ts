/**
 * Cuts a batch that the broker found too large into smaller ones (Java's splitAndReenqueue), or refused records apart from
 * the others. The pieces have the records in the same order, the same age, and together the same sequences, so that nothing
 * behind them has to change.
 */
import { RecordCursor } from '#protocol';
import type { ProducerBatch } from './producer-batch.ts';
import type { RecordAccumulator } from './record-accumulator.ts';

export interface SplitLimits {
  /** Of a piece before compression; a record that is larger makes one by itself. */
  readonly limitBytes: number;
  /** By index in the batch: each makes a piece by itself. */
  readonly apart: ReadonlySet<number>;
}

export function splitBatch(
  accumulator: RecordAccumulator,
  batch: ProducerBatch,
  { limitBytes, apart }: SplitLimits,
): ProducerBatch[] {
  const cursor = new RecordCursor();
  cursor.open(batch.payload(), 0, 0x7fffffff);
  const pieces: ProducerBatch[] = [];
  let piece: ProducerBatch | null = null;
  for (let index = 0; cursor.next(); index++) {
    const size = cursor.recordEnd - cursor.recordStart;
    const isFull = piece !== null && piece.recordCount > 0 && piece.builder.sizeInBytes + size > limitBytes;
    if (piece === null || isFull || apart.has(index) || apart.has(index - 1)) {
      piece = accumulator.begin(batch.queue, batch);
      piece.isTransactional = batch.isTransactional;
      piece.lastError = batch.lastError;
      piece.mayBeWritten = batch.mayBeWritten;
      pieces.push(piece);
    }
    piece.expect(batch.listeners?.[index] ?? null, batch.slots[index] ?? 0, cursor.timestamp);
    piece.builder.append(cursor.timestamp, cursor.key, cursor.value, cursor.headers());
  }
  const span = batch.ordinalSpan / pieces.length;
  for (const [index, each] of pieces.entries()) {
    each.ordinal = batch.ordinal + index * span;
    each.ordinalSpan = span;
  }
  return pieces;
}
