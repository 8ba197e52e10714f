/**
 * Every version of every API that is served, with requests as Kafka's own classes write them: each gets an answer that
 * can be read to its end. On virtual time, since some of them ask to wait for minutes.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reader, responseHeaderVersion } from '#protocol';
import { handlers } from './handlers/index.ts';
import { requestVectors, type RequestVector } from './request-vectors.testing.ts';
import { SimulatedBroker } from './simulation.testing.ts';

/** A Produce may ask for no answer (acks=0). */
const mayHaveNoAnswer = ({ apiKey }: RequestVector): boolean => apiKey === 0;

test('each version of each API is answered so that the answer can be read', async () => {
  const vectors = requestVectors().filter(({ apiKey, version }) => {
    const handler = handlers.get(apiKey)!;
    return version >= handler.minVersion && version <= handler.maxVersion;
  });
  const broker = new SimulatedBroker(1);
  await broker.start();
  const answered = new Set<string>();
  await broker.run(async () => {
    for (const vector of vectors) {
      const { apiKey, version, frame } = vector;
      const { response } = handlers.get(apiKey)!;
      const client = await broker.connect();
      client.send(frame);
      const answer = client.answer().catch((error: unknown) => {
        if (!mayHaveNoAnswer(vector)) throw error;
        return null;
      });
      const withoutAnswer = client.whenClosed().then(() => null);
      if (mayHaveNoAnswer(vector)) client.finish();
      const bytes = await (mayHaveNoAnswer(vector) ? Promise.race([answer, withoutAnswer]) : answer);
      client.close();
      if (bytes === null) continue;
      const reader = new Reader(bytes);
      reader.int32();
      if (responseHeaderVersion(apiKey, version) > 0) reader.skipTags();
      response.read(reader, version);
      reader.expectEnd();
      answered.add(`${apiKey}v${version}`);
    }
  }, 1_000_000_000);
  assert.deepEqual(
    broker.machine.logLines.filter(({ message }) => message.includes('\n')),
    [],
  );
  for (const [apiKey, { minVersion, maxVersion }] of handlers) {
    for (let version = minVersion; version <= maxVersion; version++) {
      if (apiKey !== 0) assert.ok(answered.has(`${apiKey}v${version}`), `${apiKey} version ${version}`);
    }
  }
  await broker.close();
});
