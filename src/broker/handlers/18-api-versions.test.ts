/** ApiVersions, with which every client begins: broker rules W1 to W4. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  apiVersionsRequest,
  apiVersionsResponse,
  Errors,
  newApiVersionsRequest,
  Reader,
  type ApiVersionsResponse,
} from '#protocol';
import { encodeRequest, startTestBroker, type TestBroker, type TestClient } from '../broker.testing.ts';

const API_VERSIONS = 18;

let broker: TestBroker;
let client: TestClient;
before(async () => {
  broker = await startTestBroker();
  client = await broker.connect();
});
after(() => broker.stop());

function ask(version: number, names = { clientSoftwareName: 'test', clientSoftwareVersion: '1.0' }) {
  return client.call([apiVersionsRequest, apiVersionsResponse], newApiVersionsRequest(names), version);
}

/** What Kafka 4.3 serves, of the APIs that are served here. */
const SERVED: readonly (readonly [key: number, min: number, max: number])[] = [
  [0, 0, 13],
  [1, 4, 18],
  [2, 1, 11],
  [3, 0, 13],
  [8, 2, 10],
  [9, 1, 10],
  [10, 0, 6],
  [11, 0, 9],
  [12, 0, 4],
  [13, 0, 5],
  [14, 0, 5],
  [15, 0, 6],
  [16, 0, 5],
  [18, 0, 4],
  [19, 2, 7],
  [20, 1, 6],
  [21, 0, 2],
  [22, 0, 5],
  [23, 2, 4],
  [32, 1, 4],
  [33, 0, 2],
  [35, 1, 5],
  [37, 0, 3],
  [42, 0, 2],
  [44, 0, 1],
  [47, 0, 0],
  [60, 0, 2],
  [74, 0, 1],
  [75, 0, 0],
];

test('every version of ApiVersions claims the versions that Kafka 4.3 claims, Produce from 0 on', async () => {
  for (let version = 0; version <= 4; version++) {
    const { errorCode, apiKeys } = await ask(version);
    assert.equal(errorCode, 0);
    const claimed = apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, minVersion, maxVersion]);
    for (const served of SERVED)
      assert.deepEqual(
        claimed.find(([key]) => key === served[0]),
        [...served],
      );
  }
});

test('a version that is not known is answered in version 0, with the versions of ApiVersions that are', async () => {
  const names = { clientSoftwareName: 'test', clientSoftwareVersion: '1.0' };
  for (const version of [5, 6, 100, 32_767, -1]) {
    const header = { version: 4, correlationId: 99, clientId: 'future' };
    const frame = encodeRequest(apiVersionsRequest, newApiVersionsRequest(names), header);
    frame.writeInt16BE(version, 6);
    client.send(frame);
    const reader = new Reader(await client.answer());
    assert.equal(reader.int32(), 99);
    const answer = apiVersionsResponse.read(reader, 0);
    reader.expectEnd();
    assert.equal(answer.errorCode, Errors.UNSUPPORTED_VERSION.code);
    assert.deepEqual(
      answer.apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, minVersion, maxVersion]),
      [[API_VERSIONS, 0, 4]],
    );
  }
  assert.equal((await ask(4)).errorCode, 0, 'the connection goes on');
});

test('the header of the answer has no tagged fields in any version', async () => {
  for (const version of [0, 3, 4]) {
    const names = { clientSoftwareName: 'test', clientSoftwareVersion: '1.0' };
    const header = { version, correlationId: 5, clientId: null };
    client.send(encodeRequest(apiVersionsRequest, newApiVersionsRequest(names), header));
    const frame = await client.answer();
    // Correlation id, then at once the error code of the body.
    assert.deepEqual([frame.readInt32BE(0), frame.readInt16BE(4)], [5, 0]);
  }
});

test('names of client software that Kafka would not take are INVALID_REQUEST', async () => {
  for (const [clientSoftwareName, clientSoftwareVersion, isTaken] of [
    ['apache-kafka-java', '4.3.1', true],
    ['a', '0', true],
    ['', '1', false],
    ['-a', '1', false],
    ['a-', '1', false],
    ['a b', '1', false],
    ['a', '', false],
    ['a', '1.', false],
    ['a\n', '1', false],
  ] as const) {
    for (const version of [3, 4]) {
      const { errorCode } = await ask(version, { clientSoftwareName, clientSoftwareVersion });
      assert.equal(errorCode, isTaken ? 0 : Errors.INVALID_REQUEST.code, JSON.stringify(clientSoftwareName));
    }
  }
});

test('features that may be switched off are hidden from clients before version 4', async () => {
  const hiddenOf = ({ supportedFeatures }: ApiVersionsResponse): string[] =>
    supportedFeatures.filter(({ minVersion }) => minVersion === 0).map(({ name }) => name);
  assert.deepEqual(hiddenOf(await ask(3)), []);
  const names = (await ask(4)).supportedFeatures.map(({ name }) => name);
  assert.ok(names.includes('metadata.version'));
});

test('finalized features are among the supported ones', async () => {
  const { supportedFeatures, finalizedFeatures, finalizedFeaturesEpoch } = await ask(4);
  assert.ok(finalizedFeaturesEpoch >= 0);
  assert.ok(finalizedFeatures.length > 0);
  for (const { name, maxVersionLevel } of finalizedFeatures) {
    const supported = supportedFeatures.find((feature) => feature.name === name);
    assert.ok(supported !== undefined && maxVersionLevel >= supported.minVersion);
    assert.ok(maxVersionLevel <= supported.maxVersion);
  }
});
