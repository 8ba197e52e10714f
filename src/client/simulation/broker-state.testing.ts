/** What the broker holds, asked for by hand: the logs, and a group's positions. */
import assert from 'node:assert/strict';
import { createTopic, fetch, recordsOf, type TestClient } from '#broker/testing';
import { newOffsetFetchRequest, offsetFetchRequest, offsetFetchResponse } from '#protocol';
import type { LoggedRecord } from './history.testing.ts';

/** The last versions that go by names. */
const FETCH_VERSION = 12;
const OFFSET_FETCH_VERSION = 7;

export async function makeTopic(client: TestClient, topic: string, partitions: number): Promise<void> {
  await createTopic(client, topic, { partitions });
}

export async function readLogs(client: TestClient, topic: string, partitions: number): Promise<LoggedRecord[][]> {
  const logs: LoggedRecord[][] = [];
  for (let partition = 0; partition < partitions; partition++) logs.push(await readLog(client, topic, partition));
  return logs;
}

async function readLog(client: TestClient, topic: string, partition: number): Promise<LoggedRecord[]> {
  const records: LoggedRecord[] = [];
  for (;;) {
    const data = await fetch(client, topic, records.length, { partition, version: FETCH_VERSION });
    assert.equal(data.errorCode, 0);
    const more = recordsOf(data.records).filter(({ offset }) => offset >= records.length);
    if (more.length === 0) return records;
    for (const { offset, value } of more) {
      assert.equal(offset, records.length, 'offsets have no gaps');
      records.push({ offset, value: value ?? '' });
    }
  }
}

/** By partition, 0 where nothing is committed; null while the group's coordinator cannot tell. */
export async function committedPositions(
  client: TestClient,
  group: string,
  { topic, partitions }: { topic: string; partitions: number },
): Promise<number[] | null> {
  const partitionIndexes = Array.from({ length: partitions }, (_, index) => index);
  const request = newOffsetFetchRequest({ groupId: group, topics: [{ name: topic, partitionIndexes }] });
  const answer = await client.call([offsetFetchRequest, offsetFetchResponse], request, OFFSET_FETCH_VERSION);
  const found = answer.topics[0]?.partitions ?? [];
  if (answer.errorCode !== 0 || found.some(({ errorCode }) => errorCode !== 0)) return null;
  return found.map(({ committedOffset }) => Math.max(0, committedOffset));
}
