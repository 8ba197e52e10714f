/**
 * The metadata of a single node: one append-only file of record batches at Kafka's place and in Kafka's format,
 * `<first log.dir>/__cluster_metadata-0/00000000000000000000.log`.
 *
 * Invariant: an append is one batch and waits for its datasync, and the next one begins only then. So nothing but the
 * last batch can be torn, and a torn batch was never acknowledged: it is cut off at the next start. Damage with an
 * undamaged batch behind it is another matter: acknowledged metadata is lost, and the start is refused.
 */
import { assert, isDiskError, KafkaError } from '#kernel';
import type { Disk, DiskFile, Env, Logger } from '#kernel';
import { METADATA_DIRECTORY, readKafkaMetadata, setKafkaMetadataAside } from './kafka-metadata.ts';
import type { LoadedMetadata, MetaStore, MetadataVisitor } from './meta-store.ts';
import { buildMetadataBatch, findBatch, scanMetadataBatches } from './metadata-batches.ts';
import type { BatchScan } from './metadata-batches.ts';
import { readMetadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

const FILE_NAME = '00000000000000000000.log';
const REWRITE_SUFFIX = '.rewrite';
/** Of the batches that a rewrite writes. */
const RECORDS_PER_BATCH = 1000;

export class FileMetaStore implements MetaStore {
  readonly #env: Env;
  readonly #disk: Disk;
  readonly #logger: Logger;
  readonly #logDirectory: string;
  readonly #directory: string;
  readonly #path: string;
  #file: DiskFile | null = null;
  #position = 0;
  #nextOffset = 0;
  #busy = false;

  /** `logDirectory` is the first of `log.dirs`; it exists and is locked by us. */
  constructor(env: Env, logDirectory: string) {
    this.#env = env;
    this.#disk = env.disk;
    this.#logger = env.logger.component('metadata');
    this.#logDirectory = logDirectory;
    this.#directory = `${logDirectory}/${METADATA_DIRECTORY}`;
    this.#path = `${this.#directory}/${FILE_NAME}`;
  }

  async load(visit: MetadataVisitor): Promise<LoadedMetadata> {
    assert(this.#file === null, 'the metadata file is loaded once');
    await setKafkaMetadataAside(this.#env, this.#logDirectory);
    await this.#makeDirectory();
    await this.#removeIfThere(this.#path + REWRITE_SUFFIX);
    const isNew = (await this.#disk.stat(this.#path)) === null;
    this.#file = await this.#disk.openFile(this.#path, 'create');
    if (isNew) await this.#disk.syncDirectory(this.#directory);
    const bytes = await this.#disk.readFile(this.#path);
    const scan = scanMetadataBatches(bytes, (value, offset) => visit(readMetadataRecord(value), offset));
    if (scan.damage !== null) await this.#cutTornTail(bytes, scan, scan.damage);
    this.#position = scan.validBytes;
    this.#nextOffset = scan.nextOffset;
    return { adopted: scan.firstOffset < 0 ? await readKafkaMetadata(this.#env, this.#logDirectory) : null };
  }

  async append(records: readonly MetadataRecord[]): Promise<void> {
    const file = this.#file;
    assert(file !== null && !this.#busy, 'the metadata file is open and one append is under way at a time');
    assert(records.length > 0, 'an append has records');
    this.#busy = true;
    const batch = buildMetadataBatch(records, this.#nextOffset, this.#env.clock.now());
    try {
      await file.writev([batch], this.#position);
      await file.datasync();
    } catch (error) {
      this.#env.halt(`the metadata file ${this.#path} cannot be written`, error);
    }
    this.#position += batch.length;
    this.#nextOffset += records.length;
    this.#busy = false;
  }

  async replaceAll(records: readonly MetadataRecord[]): Promise<void> {
    const old = this.#file;
    assert(old !== null && !this.#busy, 'the metadata file is open and no append is under way');
    this.#busy = true;
    const temporaryPath = this.#path + REWRITE_SUFFIX;
    const batches = this.#batchesOf(records);
    const file = await this.#disk.openFile(temporaryPath, 'create');
    try {
      await file.truncate(0);
      await file.writev(batches, 0);
      await file.datasync();
      await this.#disk.rename(temporaryPath, this.#path);
      await this.#disk.syncDirectory(this.#directory);
    } catch (error) {
      this.#env.halt(`the metadata file ${this.#path} cannot be rewritten`, error);
    }
    await old.close();
    this.#file = file;
    this.#position = batches.reduce((sum, batch) => sum + batch.length, 0);
    this.#nextOffset += records.length;
    this.#busy = false;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }

  #batchesOf(records: readonly MetadataRecord[]): Buffer[] {
    const now = this.#env.clock.now();
    const batches: Buffer[] = [];
    for (let from = 0; from < records.length; from += RECORDS_PER_BATCH) {
      batches.push(buildMetadataBatch(records.slice(from, from + RECORDS_PER_BATCH), this.#nextOffset + from, now));
    }
    return batches;
  }

  async #makeDirectory(): Promise<void> {
    if ((await this.#disk.stat(this.#directory)) !== null) return;
    await this.#disk.makeDirectory(this.#directory);
    await this.#disk.syncDirectory(this.#logDirectory);
  }

  async #removeIfThere(path: string): Promise<void> {
    try {
      await this.#disk.removeFile(path);
    } catch (error) {
      if (!isDiskError(error, 'ENOENT')) throw error;
    }
  }

  async #cutTornTail(bytes: Buffer, scan: BatchScan, damage: string): Promise<void> {
    const behind = findBatch(bytes, scan.validBytes);
    if (behind >= 0) {
      throw new KafkaError(
        'CORRUPT_METADATA',
        `the cluster metadata in ${this.#path} is damaged at byte ${scan.validBytes} (${damage}), and more ` +
          `metadata follows at byte ${behind}: restore the file from a backup, or move it away to start with the topics found on disk`,
      );
    }
    const torn = bytes.length - scan.validBytes;
    this.#logger.warn('cut off a metadata change that was never acknowledged', { path: this.#path, bytes: torn });
    await this.#file?.truncate(scan.validBytes);
    await this.#file?.datasync();
  }
}
