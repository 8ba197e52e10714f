/** What an application tells of itself as a whole, as Kafka Streams names it. Kafka's metrics that are texts are left out. */
import type { ApplicationState } from '../application/streams-application.ts';
import type { ThreadState } from '../thread/stream-thread.ts';
import type { MetricList } from './metric-list.ts';
import { levelNumber, type RecordingLevel } from './recording-level.ts';

/** By the number that Kafka gives to each. */
const STATES: readonly ApplicationState[] = [
  'created',
  'rebalancing',
  'running',
  'pending-shutdown',
  'not-running',
  'pending-error',
  'error',
];

export interface MeasuredApplication {
  readonly clientId: string;
  readonly processId: string;
  readonly applicationId: string;
  readonly state: ApplicationState;
  readonly threads: readonly ThreadState[];
  /** Since the start. */
  readonly failedThreads: number;
  readonly level: RecordingLevel;
}

export function listApplication(list: MetricList, application: MeasuredApplication): void {
  const { clientId, processId, applicationId, state, threads, failedThreads, level } = application;
  const place = { group: 'stream-metrics', tags: { 'client-id': clientId } };
  const alive = threads.filter((one) => one !== 'dead').length;
  list.add(place, 'alive-stream-threads', 'The current number of alive stream threads', alive);
  list.total(place, 'failed-stream-threads', 'The number of failed stream threads since the start', failedThreads);
  const process = { ...place.tags, 'process-id': processId };
  const levelOf = { group: place.group, tags: process };
  list.add(levelOf, 'recording-level', 'The level of what is measured: 0 INFO, 1 DEBUG, 2 TRACE', levelNumber(level));
  const tags = { ...process, 'application-id': applicationId };
  const stateOf = { group: place.group, tags };
  list.add(stateOf, 'client-state', 'The state of the application', STATES.indexOf(state));
}
