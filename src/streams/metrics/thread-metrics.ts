/** What a thread counts, and how Kafka Streams names it. */
import type { ThreadState } from '../thread/stream-thread.ts';
import { Counted, RecentValues } from './counted.ts';
import type { MetricList, MetricPlace } from './metric-list.ts';

/** By the number that Kafka gives to each. */
const STATES: readonly ThreadState[] = [
  'created',
  'starting',
  'partitions-revoked',
  'partitions-assigned',
  'running',
  'pending-shutdown',
  'dead',
];
const SECOND_MS = 1000;

/** Work that is done again and again: how often, how long, and how much of the thread's time that is. */
class Work {
  readonly counted: Counted = new Counted();
  readonly latency: RecentValues = new RecentValues();
  readonly spentMs: Counted = new Counted();

  done(durationMs: number): void {
    this.counted.total++;
    this.latency.record(durationMs);
    this.spentMs.total += durationMs;
  }

  turn(nowMs: number): void {
    this.counted.turn(nowMs);
    this.latency.turn(nowMs);
    this.spentMs.turn(nowMs);
  }
}

export class ThreadMetrics {
  /** By the wall clock. */
  startedMs: number = 0;
  readonly commits: Work = new Work();
  readonly punctuations: Work = new Work();
  /** Records. */
  readonly processed: Counted = new Counted();
  readonly processMs: Counted = new Counted();
  /** Of a record, on the average of a slice. */
  readonly processLatency: RecentValues = new RecentValues();
  /** In a slice. */
  readonly processRecords: RecentValues = new RecentValues();
  /** Batches that the consumer has brought, and their records. */
  readonly polls: Counted = new Counted();
  readonly pollRecords: RecentValues = new RecentValues();
  readonly tasksCreated: Counted = new Counted();
  readonly tasksClosed: Counted = new Counted();

  /** A slice of processing. */
  sliceDone(records: number, durationMs: number): void {
    if (records === 0) return;
    this.processed.total += records;
    this.processMs.total += durationMs;
    this.processLatency.record(durationMs / records);
    this.processRecords.record(records);
  }

  polled(records: number): void {
    this.polls.total++;
    this.pollRecords.record(records);
  }

  /** To be called every few seconds, with the wall clock. */
  turn(nowMs: number): void {
    this.commits.turn(nowMs);
    this.punctuations.turn(nowMs);
    this.processed.turn(nowMs);
    this.processMs.turn(nowMs);
    this.processLatency.turn(nowMs);
    this.processRecords.turn(nowMs);
    this.polls.turn(nowMs);
    this.pollRecords.turn(nowMs);
    this.tasksCreated.turn(nowMs);
    this.tasksClosed.turn(nowMs);
  }
}

export interface MeasuredThread {
  readonly id: string;
  readonly state: ThreadState;
  readonly processId: string;
  readonly metrics: ThreadMetrics;
}

export function listThread(list: MetricList, { id, state, processId, metrics }: MeasuredThread): void {
  const place = { group: 'stream-thread-metrics', tags: { 'thread-id': id } };
  const stateOf = { group: place.group, tags: { 'thread-id': id, 'process-id': processId } };
  list.add(stateOf, 'thread-state', 'The current state of the thread', STATES.indexOf(state));
  list.add(place, 'thread-start-time', 'The time that the thread was started', metrics.startedMs);
  listWork(list, place, 'commit', metrics.commits);
  listWork(list, place, 'punctuate', metrics.punctuations);
  list.counted(place, 'process', 'calls to process', metrics.processed);
  list.recent(place, 'process-latency', 'process latency', metrics.processLatency);
  const within = 'within an iteration';
  list.recent(place, 'process-records', `number of records processed ${within}`, metrics.processRecords);
  listRatio(list, place, 'process', metrics.processMs);
  list.counted(place, 'poll', 'batches taken from the consumer', metrics.polls);
  list.recent(place, 'poll-records', `number of records taken from the consumer ${within}`, metrics.pollRecords);
  list.counted(place, 'task-created', 'newly created tasks', metrics.tasksCreated);
  list.counted(place, 'task-closed', 'closed tasks', metrics.tasksClosed);
}

function listWork(list: MetricList, place: MetricPlace, name: string, work: Work): void {
  list.counted(place, name, `calls to ${name}`, work.counted);
  list.recent(place, `${name}-latency`, `${name} latency`, work.latency);
  listRatio(list, place, name, work.spentMs);
}

function listRatio(list: MetricList, place: MetricPlace, name: string, spentMs: Counted): void {
  const description = `The fraction of time the thread spent on calls to ${name}`;
  list.add(place, `${name}-ratio`, description, Math.min(1, spentMs.rate(list.nowMs) / SECOND_MS));
}
