/** The example as a whole: topics, airports, the application, flights, and at the end what its store answers. */
import { Admin, isKafkaError, Producer } from 'samsa/client';
import { json } from 'samsa/serde';
import { positionOf } from 'samsa/streams';
import { readAirports, readFlights } from './data.ts';
import { replay, type ReplayOptions } from './replay.ts';
import { code, type Delays, topics, topology } from './topology.ts';

const PARTITIONS = 4;
/** The store may take so long until it has the last flight. */
const PATIENCE_MS = 60_000;

export interface RunOptions extends ReplayOptions {
  readonly bootstrapServers: string;
  /** How many days of the data. */
  readonly days: number;
}

/** An airport, and its delays in each of the six hours that it had flights in. */
export interface AirportDelays {
  readonly code: string;
  readonly windows: readonly (Delays & { readonly start: number })[];
}

export interface Results {
  readonly airports: readonly AirportDelays[];
  /** Flights that were reported too late. */
  readonly late: number;
}

export async function run({ bootstrapServers, days, ...options }: RunOptions): Promise<Results> {
  await using admin = new Admin({ bootstrapServers });
  await makeTopics(admin);
  await using producer = new Producer({
    bootstrapServers,
    keySerializer: code.serializer,
    valueSerializer: json().serializer,
  });
  // Streams go by the times of records: airports come before all flights.
  const airports = [...readAirports()].map(([key, value]) => ({ topic: topics.airports, key, value, timestamp: 0 }));
  await producer.sendBatch(airports);

  const application = await topology.start({ bootstrapServers });
  try {
    await application.running();
    const flights = readFlights(days);
    const places = await replay(producer, flights, options);

    // The last flights may still be on their way: what is asked for is what the store knows when it has all of them.
    const query = { bound: positionOf(places), retryMs: PATIENCE_MS };
    const delays = application.store<string, Delays>('delays');
    const codes = new Set(flights.map(({ origin }) => origin));
    const answers = [...codes].map(async (origin) => {
      const windows = await delays.windows(origin, {}, query);
      return { code: origin, windows: windows.map(({ start, value }) => ({ start, ...value })) };
    });
    const found = await Promise.all(answers);
    // What was processed is committed, and what went out has arrived.
    await application.close();
    return { airports: found, late: await countRecords(admin, topics.late) };
  } finally {
    await application.close();
  }
}

/** Makes the topics, and deletes first what an earlier run has left. */
async function makeTopics(admin: Admin): Promise<void> {
  try {
    await admin.deleteStreamsGroups([topology.applicationId]);
  } catch (error) {
    if (!isKafkaError(error, 'GROUP_ID_NOT_FOUND')) throw error;
  }
  const names = (await admin.listTopics()).map(({ name }) => name);
  const own = (name: string): boolean =>
    Object.values<string>(topics).includes(name) || name.startsWith(`${topology.applicationId}-`);
  await admin.deleteTopics(names.filter(own));
  // The flights are older than what brokers keep.
  const configs = { 'retention.ms': '-1' };
  await admin.createTopics(Object.values(topics).map((name) => ({ name, numPartitions: PARTITIONS, configs })));
}

async function countRecords(admin: Admin, topic: string): Promise<number> {
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => ({
    topic,
    partition,
    spec: 'latest' as const,
  }));
  return (await admin.listOffsets(partitions)).reduce((sum, { offset }) => sum + offset, 0);
}
