/**
 * A small broker's worth of logs in a simulated world that crashes again and again, and the model it is held against:
 *
 * - every acknowledged record is there, at the offset it was acknowledged with, unless the log's start moved past it;
 * - offsets have no gaps; each record is one that was sent; none is there twice; each producer's are in order;
 * - the log's start does not go back behind what was acknowledged, nor past what was asked for.
 *
 * Producers are idempotent, with up to five batches under way, and send again after a crash what was not acknowledged.
 */
import assert from 'node:assert/strict';
import { recordBatch, RecordBatchBuilder, RecordCursor } from '#protocol';
import { type Machine, MachineDied, SeededRandom, Simulation } from '#sim';
import {
  defaultLogManagerSettings,
  type LogConfig,
  logConfigFrom,
  LogManager,
  topicConfigTable,
  type UnifiedLog,
} from './index.ts';

export interface CrashWorldOptions {
  readonly seed: number;
  readonly flushAck: 'fsync' | 'page-cache';
  /** How the process ends: `power` loses what was not synced, `kill` does not. */
  readonly death: 'power' | 'kill';
  /** Also lets disk operations fail, which must halt the process. */
  readonly failures: boolean;
}

interface SentBatch {
  readonly sequence: number;
  readonly values: readonly string[];
  /** Where it was appended at the last attempt; -1 before. */
  baseOffset: number;
}

interface AwaitedBatch {
  readonly producer: Producer;
  readonly batch: SentBatch;
  readonly baseOffset: number;
  readonly lastOffset: number;
}

interface Producer {
  readonly id: number;
  readonly log: number;
  readonly maxInFlight: number;
  epoch: number;
  nextSequence: number;
  /** Sent, not acknowledged, in order. */
  inFlight: SentBatch[];
  /** Answers reach it. Where one was lost, it sends all that is under way again after a while. */
  isConnected: boolean;
}

/** What is known of one partition from outside. */
class LogModel {
  readonly acknowledged = new Map<string, number>();
  readonly sent = new Set<string>();
  awaited: AwaitedBatch[] = [];
  /** The start that a DeleteRecords was answered with. */
  confirmedStart = 0;
  /** The furthest start that anything may have moved to. */
  possibleStart = 0;
}

const TOPIC_ID = 'c2Ftc2Ftc2Ftc2Ftc2Ftcw';
const SETTINGS = {
  ...defaultLogManagerSettings,
  highWatermarkCheckpointIntervalMs: 7,
  recoveryPointCheckpointIntervalMs: 5,
  retentionCheckIntervalMs: 10,
  maxOpenFiles: 3,
};

export class CrashWorld {
  /** Crashes and halts so far. */
  crashes = 0;
  readonly #options: CrashWorldOptions;
  readonly #random: SeededRandom;
  readonly #simulation: Simulation;
  readonly #config: LogConfig;
  readonly #models: LogModel[];
  readonly #producers: Producer[];
  #machine: Machine;
  #manager: LogManager | null = null;
  #epoch = 0;
  #valueCount = 0;

  constructor(options: CrashWorldOptions) {
    this.#options = options;
    this.#random = new SeededRandom(options.seed);
    this.#simulation = new Simulation(options.seed);
    this.#machine = this.#simulation.machine;
    this.#models = Array.from({ length: 1 + this.#random.below(2) }, () => new LogModel());
    this.#producers = Array.from({ length: 1 + this.#random.below(3) }, (_, index) => ({
      id: 100 + index,
      log: this.#random.below(this.#models.length),
      maxInFlight: this.#random.chance(0.5) ? 1 : 5,
      epoch: 0,
      nextSequence: 0,
      inFlight: [],
      isConnected: true,
    }));
    const raw = {
      'internal.segment.bytes': String(400 + this.#random.below(3000)),
      'index.interval.bytes': String(this.#random.below(400)),
      'flush.ack': options.flushAck,
      'retention.bytes': this.#random.chance(0.5) ? '4000' : '-1',
      'file.delete.delay.ms': String(this.#random.below(50)),
      'cleanup.policy': 'delete',
    };
    this.#config = logConfigFrom(topicConfigTable.parse(raw).values);
  }

  /** One life after the other, each checked at its start. */
  async run(lives: number): Promise<void> {
    for (let life = 0; life < lives; life++) {
      try {
        this.#planDeath();
        await this.#live();
      } catch (error) {
        if (!(error instanceof MachineDied)) throw error;
      }
      this.#restart();
    }
  }

  /** In most lives the machine dies somewhere in its next few changes of the disk, which may be those of its recovery. */
  #planDeath(): void {
    const { faults } = this.#machine.disk;
    if (this.#random.chance(0.85)) faults.crashAt(1 + this.#random.below(this.#random.chance(0.3) ? 12 : 45));
    if (!this.#options.failures || !this.#random.chance(0.3)) return;
    const kind = (['datasync', 'write', 'syncDirectory', 'rename', 'create'] as const)[this.#random.below(5)]!;
    faults.fail(kind, this.#random.chance(0.5) ? 'EIO' : 'ENOSPC', { nth: 1 + this.#random.below(12) });
  }

  #restart(): void {
    this.crashes++;
    this.#manager = null;
    const isHalt = this.#machine.deathReason?.startsWith('halt') ?? false;
    const isKill = this.#options.death === 'kill' || (isHalt && this.#random.chance(0.5));
    this.#machine = isKill ? this.#machine.kill() : this.#machine.crash();
    for (const model of this.#models) model.awaited = [];
  }

  async #live(): Promise<void> {
    await this.#open();
    for (let left = 5 + this.#random.below(35); left > 0; left--) {
      if (this.#machine.isDead) throw new MachineDied('seen');
      await this.#step();
    }
    if (this.#random.chance(0.5)) await this.#survivable(this.#manager!.close());
    // No crash came so far: one does now, perhaps right after a clean shutdown.
    this.#machine.die('the end of this life');
  }

  async #open(): Promise<void> {
    const opening = LogManager.open(this.#machine.env, {
      directories: ['/data'],
      nodeId: 1,
      topicConfig: () => this.#config,
      settings: SETTINGS,
    });
    try {
      this.#manager = await this.#machine.finish(opening);
    } catch (error) {
      // A disk that fails during recovery keeps the broker from starting, with an error.
      if (error instanceof MachineDied || this.#machine.disk.faults.intercept === null || !this.#options.failures)
        throw error;
      if (error instanceof Error && /damaged in|although it had been flushed/.test(error.message)) throw error;
      throw new MachineDied(String(error));
    }
    assert.deepEqual(
      [...this.#manager.offlineLogs().values()].map((error) => error.message),
      [],
      this.#name(),
    );
    this.#epoch++;
    for (let index = 0; index < this.#models.length; index++) await this.#openLog(index);
    for (const producer of this.#producers) this.#retry(producer);
  }

  async #openLog(index: number): Promise<void> {
    const log =
      this.#manager!.get('t', index) ??
      (await this.#survivable(
        this.#manager!.create({ topic: 't', partition: index, topicId: TOPIC_ID, config: this.#config }),
      ));
    log.advanceHighWatermark(log.logEndOffset);
    log.onDurable = () => this.#acknowledge(log, index);
    await this.check(index);
  }

  async #survivable<T>(work: Promise<T>): Promise<T> {
    try {
      return await this.#machine.finish(work);
    } catch (error) {
      if (error instanceof Error && this.#options.failures && /EIO|ENOSPC|full/.test(error.message))
        throw new MachineDied(error.message);
      throw error;
    }
  }

  #log(index: number): UnifiedLog {
    return this.#manager!.get('t', index)!;
  }

  async #step(): Promise<void> {
    const roll = this.#random.number();
    if (roll < 0.62) {
      const producer = this.#producers[this.#random.below(this.#producers.length)]!;
      if (!producer.isConnected && this.#random.chance(0.15)) this.#retry(producer);
      else if (producer.isConnected && producer.inFlight.length < producer.maxInFlight) this.#sendNew(producer);
    } else if (roll < 0.68) {
      this.#deleteRecords(this.#random.below(this.#models.length));
    } else if (roll < 0.7) {
      await this.check(this.#random.below(this.#models.length));
    }
    if (this.#random.chance(0.4)) await this.#simulation.advance(this.#random.number() * 2);
  }

  #sendNew(producer: Producer): void {
    const values = Array.from(
      { length: 1 + this.#random.below(3) },
      () => `${producer.id}/${this.#valueCount++}/${'x'.repeat(this.#random.below(60))}`,
    );
    const batch = { sequence: producer.nextSequence, values, baseOffset: -1 };
    producer.nextSequence += values.length;
    producer.inFlight.push(batch);
    this.#send(producer, batch);
  }

  #retry(producer: Producer): void {
    producer.isConnected = true;
    for (const batch of producer.inFlight.slice()) {
      if (producer.inFlight.includes(batch)) this.#send(producer, batch);
    }
  }

  #send(producer: Producer, batch: SentBatch): void {
    const model = this.#models[producer.log]!;
    const builder = new RecordBatchBuilder();
    for (const value of batch.values) {
      model.sent.add(value);
      builder.append(this.#simulation.now(), null, Buffer.from(value));
    }
    const records = builder.build({
      producerId: producer.id,
      producerEpoch: producer.epoch,
      baseSequence: batch.sequence,
    });
    const result = this.#log(producer.log).append(records, {
      leaderEpoch: this.#epoch,
      origin: 'client',
      now: this.#simulation.now(),
    });
    if (result.errorCode === 45) return this.#giveUp(producer, batch);
    assert.equal(result.errorCode, 0, `${this.#name()}: ${result.errorMessage}`);
    batch.baseOffset = result.baseOffset;
    model.awaited.push({ producer, batch, baseOffset: result.baseOffset, lastOffset: result.lastOffset });
    // A repetition may be of what is safe already.
    if (result.isDuplicate) this.#acknowledge(this.#log(producer.log), producer.log);
  }

  /** A repetition is refused only where the segments that told of it are deleted: the producer begins a new epoch. */
  #giveUp(producer: Producer, batch: SentBatch): void {
    const { first } = this.#log(producer.log).segments;
    const isGone = batch.baseOffset >= 0 && batch.baseOffset < first.baseOffset;
    assert.ok(
      isGone,
      `${this.#name()}: sequence ${batch.sequence}, appended at ${batch.baseOffset}, is not recognised`,
    );
    producer.epoch++;
    producer.nextSequence = 0;
    producer.inFlight = [];
  }

  #acknowledge(log: UnifiedLog, index: number): void {
    const model = this.#models[index]!;
    log.advanceHighWatermark(log.durableEndOffset);
    model.possibleStart = Math.max(model.possibleStart, this.#config.retentionBytes >= 0 ? log.highWatermark : 0);
    model.awaited = model.awaited.filter((awaited) => {
      if (awaited.lastOffset >= log.durableEndOffset) return true;
      const { producer, batch, baseOffset } = awaited;
      if (this.#random.chance(0.05)) producer.isConnected = false;
      if (!producer.isConnected) return false;
      producer.inFlight = producer.inFlight.filter((one) => one !== batch);
      for (const [delta, value] of batch.values.entries()) model.acknowledged.set(value, baseOffset + delta);
      return false;
    });
  }

  #deleteRecords(index: number): void {
    const log = this.#log(index);
    const model = this.#models[index]!;
    const offset = log.logStartOffset + this.#random.below(1 + log.highWatermark - log.logStartOffset);
    model.possibleStart = Math.max(model.possibleStart, offset);
    const confirm = (start: number): void => {
      model.confirmedStart = Math.max(model.confirmedStart, start);
    };
    log.deleteRecordsBefore(offset).then(confirm, () => undefined);
  }

  /** Reads the whole log and holds it against the model. */
  async check(index: number): Promise<void> {
    const log = this.#log(index);
    const model = this.#models[index]!;
    const upperBound = log.highWatermark;
    const start = log.logStartOffset;
    const name = `${this.#name()} log ${index}`;
    assert.ok(start >= model.confirmedStart, `${name}: the start ${start} went back behind ${model.confirmedStart}`);
    assert.ok(start <= model.possibleStart, `${name}: the start ${start} is past ${model.possibleStart}`);
    const found = await this.#readAll(log, { start, upperBound, name });
    if (found === null) return;
    for (const [value, offset] of model.acknowledged) {
      assert.ok(
        offset < log.highWatermark,
        `${name}: acknowledged offset ${offset} is not below the high watermark ${log.highWatermark}`,
      );
      // The start may have moved while this was read, and more been acknowledged.
      if (offset >= log.logStartOffset && offset < upperBound)
        assert.equal(found.get(value), offset, `${name}: ${value} was acknowledged at ${offset}`);
    }
    for (const value of found.keys()) assert.ok(model.sent.has(value), `${name}: ${value} was never sent`);
  }

  /** Null where the log's start moved past what was to be read. */
  async #readAll(
    log: UnifiedLog,
    range: { start: number; upperBound: number; name: string },
  ): Promise<Map<string, number> | null> {
    const found = new Map<string, number>();
    const lastBatches = new Map<number, [epoch: number, sequence: number, offset: number]>();
    const cursor = new RecordCursor();
    let expected = range.start;
    let offset = range.start;
    while (offset < range.upperBound) {
      const maxBytes = 1 + this.#random.below(2000);
      const pending = log.read({ offset, maxBytes, upperBound: range.upperBound, minOneBatch: true });
      const result = pending instanceof Promise ? await this.#machine.finish(pending) : pending;
      if (result.isOutOfRange && log.logStartOffset > range.start) return null;
      assert.ok(result.records.length > 0, `${range.name}: nothing to read at ${offset} below ${range.upperBound}`);
      for (const records of result.records) {
        for (let at = 0; at < records.length; at += recordBatch.sizeInBytes(records, at)) {
          assert.ok(recordBatch.isChecksumValid(records, at), `${range.name}: a damaged batch at ${offset}`);
          const lastOffset = recordBatch.lastOffset(records, at);
          const epoch = recordBatch.partitionLeaderEpoch(records, at);
          if (lastOffset >= log.logStartOffset)
            assert.equal(
              log.epochs.epochForOffset(lastOffset),
              epoch,
              `${range.name}: the leader epoch at ${lastOffset}`,
            );
          lastBatches.set(recordBatch.producerId(records, at), [
            recordBatch.producerEpoch(records, at),
            recordBatch.lastSequence(records, at),
            lastOffset,
          ]);
          cursor.open(records, at, 1e6);
          while (cursor.next()) {
            if (cursor.offset < expected && found.size === 0) continue;
            assert.equal(cursor.offset, expected, `${range.name}: a gap or a repetition`);
            expected++;
            const value = Buffer.from(cursor.value!).toString();
            assert.ok(!found.has(value), `${range.name}: ${value} is there twice`);
            found.set(value, cursor.offset);
          }
        }
      }
      offset = result.endOffset;
    }
    this.#checkOrder(found, range.name);
    if (range.upperBound === log.logEndOffset) this.#checkProducers(log, lastBatches, range.name);
    return found;
  }

  /** What is remembered of the producers is what the log says of them. */
  #checkProducers(log: UnifiedLog, lastBatches: ReadonlyMap<number, readonly number[]>, name: string): void {
    for (const [id, last] of lastBatches) {
      const entry = log.producers.get(id);
      const remembered = [entry?.producerEpoch, entry?.lastSequence, entry?.lastDataOffset];
      assert.deepEqual(remembered, last, `${name}: epoch, sequence and offset of producer ${id}`);
    }
  }

  #checkOrder(found: ReadonlyMap<string, number>, name: string): void {
    const last = new Map<string, number>();
    for (const value of found.keys()) {
      const [producer, count] = value.split('/') as [string, string];
      assert.ok(Number(count) > (last.get(producer) ?? -1), `${name}: ${value} is out of order`);
      last.set(producer, Number(count));
    }
  }

  #name(): string {
    return `seed ${this.#options.seed} life ${this.crashes}`;
  }
}
