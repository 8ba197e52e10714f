import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findApi, requestHeaderVersion, responseHeaderVersion } from './api.ts';
import { ApiKey, apis } from './messages/apis.gen.ts';
import {
  apiVersionsRequest,
  fetchRequest,
  fetchResponse,
  newFetchRequest,
  newFetchResponse,
} from './messages/codecs.gen.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

describe('APIs', () => {
  test('each is found by its key, with codecs of that key and the same versions', () => {
    for (const api of apis) {
      assert.equal(findApi(api.apiKey), api);
      assert.equal(api.request.apiKey, api.apiKey);
      assert.equal(api.response.apiKey, api.apiKey);
      assert.equal(api.request.minVersion, api.response.minVersion);
      assert.equal(api.request.maxVersion, api.response.maxVersion);
    }
    assert.equal(findApi(4), undefined);
    assert.equal(findApi(-1), undefined);
    assert.equal(findApi(32767), undefined);
  });

  test('ApiVersions is answered under header 0 in every version, though it is asked under header 2', () => {
    for (let version = 0; version <= apiVersionsRequest.maxVersion; version++) {
      assert.equal(requestHeaderVersion(ApiKey.ApiVersions, version), version >= 3 ? 2 : 1);
      assert.equal(responseHeaderVersion(ApiKey.ApiVersions, version), 0);
    }
  });

  test('a flexible version goes with the flexible header', () => {
    assert.equal(requestHeaderVersion(ApiKey.Fetch, 11), 1);
    assert.equal(requestHeaderVersion(ApiKey.Fetch, 12), 2);
    assert.equal(responseHeaderVersion(ApiKey.Fetch, 11), 0);
    assert.equal(responseHeaderVersion(ApiKey.Fetch, 12), 1);
    assert.throws(() => requestHeaderVersion(4, 0), { code: 'UNSUPPORTED_VERSION' });
  });
});

describe('fields that a version lacks', () => {
  test('are refused when they are set, and dropped where they may be', () => {
    const writer = new Writer();
    const ignorable = newFetchRequest({ rackId: 'a', sessionId: 3 });
    fetchRequest.write(writer, ignorable, 4);
    const set = newFetchRequest({ forgottenTopicsData: [{ topic: 'a', topicId: 'x', partitions: [] }] });
    assert.throws(() => fetchRequest.write(writer, set, 4), { code: 'UNSUPPORTED_VERSION' });
    const replicaState = newFetchRequest({ replicaState: { replicaId: 1, replicaEpoch: -1 } });
    assert.throws(() => fetchRequest.write(writer, replicaState, 14), { code: 'UNSUPPORTED_VERSION' });
  });

  test('have their default when they are read', () => {
    const writer = new Writer();
    fetchResponse.write(writer, newFetchResponse(), 4);
    assert.deepEqual(fetchResponse.read(new Reader(writer.finishBuffer()), 4), newFetchResponse());
  });
});
