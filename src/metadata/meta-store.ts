/**
 * Where the metadata's records are kept. A single node keeps them in a file (`FileMetaStore`); a cluster keeps them in
 * its consensus service. The controller above decides and the image below is replayed the same way over both.
 */
import type { MetadataImage } from './image.ts';
import type { MetadataRecord } from './records.ts';

export interface MetaStore {
  /**
   * Shows all records with their offsets, oldest first. Called once, before anything else. Fails with a KafkaError
   * where they cannot be read.
   */
  load(visit: MetadataVisitor): Promise<LoadedMetadata>;
  /**
   * Adds records, all or none of them, behind those there are. Durable when it resolves. One call at a time. A failure
   * means that another controller took over or that the store is gone: the caller must not go on from its own state.
   */
  append(records: readonly MetadataRecord[]): Promise<void>;
  /**
   * Puts `records`, which give the same image, in place of all that there are; atomic and durable. Offsets go on: the
   * first of them gets the offset that the next record would have had.
   */
  replaceAll(records: readonly MetadataRecord[]): Promise<void>;
  close(): Promise<void>;
}

export type MetadataVisitor = (record: MetadataRecord, offset: number) => void;

export interface LoadedMetadata {
  /** Where there are no records: the cluster that another system's metadata tells of, for a beginning. */
  readonly adopted: MetadataImage | null;
}
