/** The kinds of vectors that the runner knows. */
import { basename } from 'node:path';
import { assignors } from './assignors.ts';
import { avro } from './avro.ts';
import { coordinatorRecords } from './coordinator-records.ts';
import { grouphash } from './grouphash.ts';
import type { VectorKind } from './kind.ts';
import { partitioner } from './partitioner.ts';
import { recordsInvalid } from './records-invalid.ts';
import { records } from './records.ts';
import { scramKind } from './scram.ts';
import { streams } from './streams.ts';
import { uuid } from './uuid.ts';
import { wireInvalid } from './wire-invalid.ts';
import { wire } from './wire.ts';

export const kinds: readonly VectorKind[] = [
  wire,
  wireInvalid,
  coordinatorRecords,
  uuid,
  grouphash,
  records,
  recordsInvalid,
  partitioner,
  scramKind,
  assignors,
  avro,
  streams,
];

/** The kind with the longest name that the file's name contains. */
export function kindOfFile(path: string): VectorKind | undefined {
  const name = basename(path).toLowerCase();
  const fitting = kinds.filter((kind) => name.includes(kind.name));
  return fitting.toSorted((a, b) => b.name.length - a.name.length)[0];
}
