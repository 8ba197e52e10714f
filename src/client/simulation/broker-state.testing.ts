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

interface GroupPartitions {
  readonly topic: string;
  readonly partitions: number;
}

/** As `committedPositions`; null while transactions are open that commit offsets (KIP-447). */
export function stablePositions(client: TestClient, group: string, of: GroupPartitions): Promise<number[] | null> {
  return positionsOf(client, { groupId: group, requireStable: true }, of);
}

/** By partition, 0 where nothing is committed; null while the group's coordinator cannot tell. */
export function committedPositions(client: TestClient, group: string, of: GroupPartitions): Promise<number[] | null> {
  return positionsOf(client, { groupId: group, requireStable: false }, of);
}

async function positionsOf(
  client: TestClient,
  group: { readonly groupId: string; readonly requireStable: boolean },
  { topic, partitions }: GroupPartitions,
): Promise<number[] | null> {
  const partitionIndexes = Array.from({ length: partitions }, (_, index) => index);
  const request = newOffsetFetchRequest({ ...group, topics: [{ name: topic, partitionIndexes }] });
  const answer = await client.call([offsetFetchRequest, offsetFetchResponse], request, OFFSET_FETCH_VERSION);
  const found = answer.topics[0]?.partitions ?? [];
  if (answer.errorCode !== 0 || found.some(({ errorCode }) => errorCode !== 0)) return null;
  return found.map(({ committedOffset }) => Math.max(0, committedOffset));
}
