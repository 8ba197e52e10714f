/**
 * The hash of what a group reads, as Kafka 4.3 computes it (its computeTopicHash and computeGroupHash): a group writes it
 * down with its epoch, and where it differs later, topics came, went, grew or moved between racks, and the partitions
 * are assigned anew. Numbers are little-endian; a text is its UTF-16 units and then its length.
 */
import { uuidToBytes } from '#protocol';
import type { TopicDirectory } from '../topic-directory.ts';
import { xxh3 } from './xxh3.ts';

const LAYOUT_VERSION = 0;

/** 0 for no topics. Topics that do not exist do not count. */
export function groupMetadataHash(topicNames: Iterable<string>, topics: Pick<TopicDirectory, 'topicHash'>): bigint {
  const bytes = new LittleEndian();
  for (const name of [...topicNames].sort()) {
    const hash = topics.topicHash(name);
    if (hash !== null) bytes.int64(hash);
  }
  return bytes.isEmpty ? 0n : xxh3(bytes.toBuffer());
}

export interface HashedTopic {
  readonly topicId: string;
  readonly name: string;
  /** For each partition the racks of its replicas, as far as brokers tell them. */
  readonly partitionRacks: readonly (readonly string[])[];
}

export function topicHash({ topicId, name, partitionRacks }: HashedTopic): bigint {
  const bytes = new LittleEndian();
  const id = Buffer.from(uuidToBytes(topicId)!);
  bytes.int8(LAYOUT_VERSION).int64(id.readBigInt64BE(0)).int64(id.readBigInt64BE(8));
  bytes.text(name).int32(partitionRacks.length);
  for (const [partition, racks] of partitionRacks.entries()) {
    bytes.int32(partition);
    for (const rack of racks.toSorted()) bytes.int32(rack.length).text(rack);
  }
  return xxh3(bytes.toBuffer());
}

class LittleEndian {
  #bytes = Buffer.alloc(256);
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  int8(value: number): this {
    this.#bytes.writeInt8(value, this.#grow(1));
    return this;
  }

  int32(value: number): this {
    this.#bytes.writeInt32LE(value, this.#grow(4));
    return this;
  }

  int64(value: bigint): this {
    this.#bytes.writeBigInt64LE(value, this.#grow(8));
    return this;
  }

  text(value: string): this {
    this.#bytes.write(value, this.#grow(2 * value.length), 'utf16le');
    return this.int32(value.length);
  }

  toBuffer(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Where the next `size` bytes go. */
  #grow(size: number): number {
    const at = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(Math.max(this.#bytes.length, size))]);
    }
    return at;
  }
}
