/** What may go wrong on a simulated disk, on request: by a hook that sees every operation before it starts. */
import type { SeededRandom } from './seeded-random.ts';

export type DiskOperationKind =
  | 'open'
  | 'create'
  | 'close'
  | 'read'
  | 'write'
  | 'truncate'
  | 'datasync'
  | 'size'
  | 'stat'
  | 'list'
  | 'makeDirectory'
  | 'rename'
  | 'removeFile'
  | 'removeDirectory'
  | 'syncDirectory'
  | 'space'
  | 'lock';

export interface DiskOperation {
  readonly kind: DiskOperationKind;
  readonly path: string;
  /** Counts operations that change or sync something, from 1; others carry the number of the last such one. */
  readonly mutation: number;
  readonly isMutation: boolean;
}

/** `crash`: the machine loses power while the operation is under way. Otherwise the code of the failure. */
export type DiskFault = 'crash' | 'EIO' | 'ENOSPC' | (string & {});

export class DiskFaults {
  /** Sees every operation; null lets it be. */
  intercept: ((operation: DiskOperation) => DiskFault | null) | null = null;
  /** Room for the contents of all files together. A write past it is cut short and fails with ENOSPC. */
  capacityBytes: number = Number.POSITIVE_INFINITY;
  /** So many files may be open; past it opening one fails with EMFILE. */
  maxOpenFiles: number = Number.POSITIVE_INFINITY;
  /** Virtual milliseconds from the start of an operation to its end. */
  latencyMs: (operation: DiskOperation, random: SeededRandom) => number = (operation, random) =>
    random.number() * (operation.kind === 'datasync' || operation.kind === 'syncDirectory' ? 1 : 0.1);

  /** The machine loses power during the n-th operation that changes or syncs something, counted from the start. */
  crashAt(mutation: number): void {
    this.#add((operation) => (operation.isMutation && operation.mutation === mutation ? 'crash' : null));
  }

  /** From now on, the n-th operation of this kind fails once. */
  fail(kind: DiskOperationKind, code: DiskFault, options: { nth?: number; path?: RegExp } = {}): void {
    let left = options.nth ?? 1;
    this.#add((operation) => {
      if (operation.kind !== kind || options.path?.test(operation.path) === false) return null;
      return --left === 0 ? code : null;
    });
  }

  #add(next: (operation: DiskOperation) => DiskFault | null): void {
    const before = this.intercept;
    this.intercept = (operation) => before?.(operation) ?? next(operation);
  }
}
