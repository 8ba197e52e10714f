/** What a client must be able to do to be measured: each adapter is the plainest use of its client that its docs show. */
export interface BenchRecord {
  readonly key: Buffer;
  readonly value: Buffer;
}

export interface BenchProducer {
  /** One record, acks=all; settles with its acknowledgement. */
  send(record: BenchRecord): Promise<unknown>;
  sendBatch(records: readonly BenchRecord[]): Promise<unknown>;
  close(): Promise<void>;
}

/** Sees every record once; answers true when that was the last one. */
export type Take = (partition: number, value: Uint8Array) => boolean;

export interface BenchClient {
  openProducer(topic: string): Promise<BenchProducer>;
  /** Reads the whole topic from its start until `take` has enough. */
  consume(topic: string, by: 'batch' | 'record', take: Take): Promise<void>;
}

export type OpenClient = (bootstrap: string) => Promise<BenchClient>;

/** As a client that was just installed: nothing committed, nobody else in the group. */
export function newGroupId(): string {
  return `bench-${process.pid}-${Math.round(performance.now() * 1000)}`;
}

/** For every client the same, as the reference harness has it. */
export const FETCH_LIMITS = {
  maxBytes: 50 * 1024 * 1024,
  maxBytesPerPartition: 1024 * 1024,
  minBytes: 1,
  maxWaitMs: 500,
} as const;
