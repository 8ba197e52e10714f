import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createTopicsRequest,
  createTopicsResponse,
  deleteGroupsRequest,
  deleteGroupsResponse,
  deleteTopicsRequest,
  deleteTopicsResponse,
  describeConfigsRequest,
  describeConfigsResponse,
  errorForName,
  listGroupsRequest,
  listGroupsResponse,
  listOffsetsRequest,
  listOffsetsResponse,
  metadataRequest,
  metadataResponse,
  newCreateTopicsResponse,
  newCreateTopicsResponseCreatableTopicResult,
  newDeleteGroupsResponse,
  newDeleteGroupsResponseDeletableGroupResult,
  newDeleteTopicsResponse,
  newDeleteTopicsResponseDeletableTopicResult,
  newDescribeConfigsResponse,
  newDescribeConfigsResponseResult,
  newListGroupsResponse,
  newListGroupsResponseListedGroup,
  newListOffsetsResponse,
  newListOffsetsResponsePartitionResponse,
  newListOffsetsResponseTopicResponse,
  newSaslAuthenticateResponse,
  newSaslHandshakeResponse,
  saslAuthenticateRequest,
  saslAuthenticateResponse,
  saslHandshakeRequest,
  saslHandshakeResponse,
  type CreateTopicsRequest,
  type CreateTopicsResponse,
  type ErrorName,
  type ListOffsetsRequest,
  type ListOffsetsResponse,
} from '#protocol';
import type { PartialFailure } from '../errors.ts';
import type { ScriptedBroker } from '../scripted-broker.testing.ts';
import { failure, itemCodes, onScript, setCoordinators } from './admin.testing.ts';

function codeOf(name: ErrorName): number {
  return errorForName(name).code;
}

/** Says that it made the topics, but for those that have an error. */
function created(
  { topics }: CreateTopicsRequest,
  errors: Readonly<Record<string, ErrorName>> = {},
): CreateTopicsResponse {
  return newCreateTopicsResponse({
    topics: topics.map(({ name }) => {
      const error = errors[name];
      return newCreateTopicsResponseCreatableTopicResult({ name, errorCode: error === undefined ? 0 : codeOf(error) });
    }),
  });
}

/** The offset is what `of` says, or the partition has that error. */
function listed({ topics }: ListOffsetsRequest, of: (partition: number) => number | ErrorName): ListOffsetsResponse {
  return newListOffsetsResponse({
    topics: topics.map(({ name, partitions }) =>
      newListOffsetsResponseTopicResponse({
        name,
        partitions: partitions.map(({ partitionIndex }) => {
          const said = of(partitionIndex);
          const result = typeof said === 'number' ? { offset: said } : { errorCode: codeOf(said) };
          return newListOffsetsResponsePartitionResponse({ partitionIndex, ...result });
        }),
      }),
    ),
  });
}

/** Partition p of orders is led by what `leaders[p]` names. */
function setLeaders(brokers: readonly ScriptedBroker[], leaders: readonly number[]): void {
  const [first] = brokers;
  for (const broker of brokers) {
    broker.on(metadataRequest, metadataResponse, (request) => {
      const answer = first!.metadata(request);
      for (const partition of answer.topics.flatMap(({ partitions }) => partitions)) {
        partition.leaderId = leaders[partition.partitionIndex] ?? -1;
      }
      return answer;
    });
  }
}

const partitions = (...numbers: number[]): { topic: string; partition: number; spec: 'latest' }[] =>
  numbers.map((partition) => ({ topic: 'orders', partition, spec: 'latest' }));

test('what only the controller does is sent to it, and follows it where it has moved', async () => {
  await onScript(
    async ({ brokers, admin }) => {
      const [first, second] = brokers as [ScriptedBroker, ScriptedBroker];
      let controllerId = 2;
      for (const broker of brokers) {
        broker.on(metadataRequest, metadataResponse, (request) => ({ ...first.metadata(request), controllerId }));
      }
      second.on(createTopicsRequest, createTopicsResponse, (request) => {
        controllerId = 1;
        return created(request, { a: 'NOT_CONTROLLER', b: 'NOT_CONTROLLER' });
      });
      first.on(createTopicsRequest, createTopicsResponse, (request) => created(request));
      const topics = await admin.createTopics([{ name: 'a' }, { name: 'b' }]);
      assert.deepEqual(
        topics.map(({ name }) => name),
        ['a', 'b'],
      );
      assert.deepEqual(
        [first, second].map((broker) => broker.requests(createTopicsRequest).length),
        [1, 1],
      );
    },
    { brokers: 2 },
  );
});

test('each leader is asked about its partitions in one request, and the answers stand in the order of the call', async () => {
  await onScript(
    async ({ brokers, admin }) => {
      for (const broker of brokers) {
        broker.topics.set('orders', { partitions: 4 });
        broker.on(listOffsetsRequest, listOffsetsResponse, (request) =>
          listed(request, (p) => 100 * broker.nodeId + p),
        );
      }
      setLeaders(brokers, [1, 2, 1, 2]);
      const offsets = await admin.listOffsets(partitions(3, 0, 2, 1));
      assert.deepEqual(
        offsets.map(({ partition, offset }) => [partition, offset]),
        [
          [3, 203],
          [0, 100],
          [2, 102],
          [1, 201],
        ],
      );
      assert.deepEqual(
        brokers.map((broker) => broker.requests(listOffsetsRequest).length),
        [1, 1],
      );
    },
    { brokers: 2 },
  );
});

test('a partition whose leader has moved is asked about at the new one, and the others only once', async () => {
  await onScript(
    async ({ brokers, admin }) => {
      const leaders = [1, 1];
      const [first, second] = brokers as [ScriptedBroker, ScriptedBroker];
      for (const broker of brokers) broker.topics.set('orders', { partitions: 2 });
      setLeaders(brokers, leaders);
      first.on(listOffsetsRequest, listOffsetsResponse, (request) => {
        leaders[1] = 2;
        return listed(request, (partition) => (partition === 1 ? 'NOT_LEADER_OR_FOLLOWER' : 7));
      });
      second.on(listOffsetsRequest, listOffsetsResponse, (request) => listed(request, () => 8));
      const offsets = await admin.listOffsets(partitions(0, 1));
      assert.deepEqual(
        offsets.map(({ offset }) => offset),
        [7, 8],
      );
      assert.equal(first.requests(listOffsetsRequest).length, 1);
      const [asked] = second.requests(listOffsetsRequest);
      assert.deepEqual(
        asked!.topics[0]!.partitions.map(({ partitionIndex }) => partitionIndex),
        [1],
      );
    },
    { brokers: 2 },
  );
});

test('a topic that does not exist fails after a few seconds, and does not hold up those that do', async () => {
  await onScript(async ({ brokers: [broker], admin, now }) => {
    broker.topics.set('orders', { partitions: 1 });
    broker.on(listOffsetsRequest, listOffsetsResponse, (request) => listed(request, () => 7));
    const startedAt = now();
    const call = admin.listOffsets([{ topic: 'nope', partition: 0, spec: 'latest' }, ...partitions(0, 5)]);
    const error = (await failure(call)) as PartialFailure;
    assert.ok(now() - startedAt < 5000, 'it is not tried for the whole timeout');
    assert.equal(error.code, 'UNKNOWN_TOPIC_OR_PARTITION');
    assert.equal(error.topic, 'nope');
    const [nope, first, sixth] = error.results;
    assert.match(nope!.error!.message, /no such topic/);
    assert.deepEqual((first!.value as { offset: number }).offset, 7);
    assert.match(sixth!.error!.message, /has 1 partitions/);
  });
});

test('a topic that brokers hear of a little later is waited for', async () => {
  await onScript(async ({ brokers: [broker], admin, simulation }) => {
    broker.on(listOffsetsRequest, listOffsetsResponse, (request) => listed(request, () => 7));
    const call = admin.listOffsets(partitions(0));
    simulation.env.scheduler.after(1000, () => broker.topics.set('orders', { partitions: 1 }));
    assert.equal((await call)[0]!.offset, 7);
  });
});

test('a partition that was added since the topic was looked at is found', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.topics.set('orders', { partitions: 1 });
    broker.on(listOffsetsRequest, listOffsetsResponse, (request) => listed(request, (partition) => 7 + partition));
    await admin.listOffsets(partitions(0));
    broker.topics.set('orders', { partitions: 2 });
    assert.equal((await admin.listOffsets(partitions(1)))[0]!.offset, 8);
  });
});

test('a password that one of the brokers refuses fails the call as a whole', async () => {
  const sasl = { mechanism: 'PLAIN', username: 'a', password: 'secret' } as const;
  await onScript(
    async ({ brokers, admin }) => {
      for (const broker of brokers) {
        broker.on(saslHandshakeRequest, saslHandshakeResponse, () =>
          newSaslHandshakeResponse({ mechanisms: ['PLAIN'] }),
        );
        broker.on(saslAuthenticateRequest, saslAuthenticateResponse, () =>
          newSaslAuthenticateResponse({ errorCode: broker.nodeId === 1 ? 0 : codeOf('SASL_AUTHENTICATION_FAILED') }),
        );
        broker.on(listGroupsRequest, listGroupsResponse, () => newListGroupsResponse());
      }
      const error = await failure(admin.listGroups());
      assert.equal(error.code, 'SASL_AUTHENTICATION_FAILED');
      assert.equal('results' in error, false);
    },
    { brokers: 2, admin: { sasl } },
  );
});

test('groups are asked about at their coordinators, those of one coordinator together', async () => {
  await onScript(
    async ({ brokers, admin }) => {
      const [first, second] = brokers as [ScriptedBroker, ScriptedBroker];
      setCoordinators(brokers, (groupId) => (groupId === 'b' ? second : first));
      for (const broker of brokers) {
        broker.on(deleteGroupsRequest, deleteGroupsResponse, ({ groupsNames }) =>
          newDeleteGroupsResponse({
            results: groupsNames.map((groupId) => newDeleteGroupsResponseDeletableGroupResult({ groupId })),
          }),
        );
      }
      await admin.deleteConsumerGroups(['a', 'b', 'c']);
      assert.deepEqual(first.requests(deleteGroupsRequest), [{ groupsNames: ['a', 'c'] }]);
      assert.deepEqual(second.requests(deleteGroupsRequest), [{ groupsNames: ['b'] }]);
    },
    { brokers: 2 },
  );
});

test('a group whose coordinator has moved is looked up and asked about again', async () => {
  await onScript(
    async ({ brokers, admin }) => {
      const [first, second] = brokers as [ScriptedBroker, ScriptedBroker];
      let coordinator = first;
      setCoordinators(brokers, () => coordinator);
      first.on(deleteGroupsRequest, deleteGroupsResponse, () => {
        coordinator = second;
        const errorCode = codeOf('NOT_COORDINATOR');
        return newDeleteGroupsResponse({
          results: [newDeleteGroupsResponseDeletableGroupResult({ groupId: 'a', errorCode })],
        });
      });
      second.on(deleteGroupsRequest, deleteGroupsResponse, () =>
        newDeleteGroupsResponse({ results: [newDeleteGroupsResponseDeletableGroupResult({ groupId: 'a' })] }),
      );
      await admin.deleteConsumerGroups(['a']);
      assert.equal(second.requests(deleteGroupsRequest).length, 1);
    },
    { brokers: 2 },
  );
});

test('configs of a broker are asked of that broker, and one that there is not is named', async () => {
  await onScript(
    async ({ brokers, admin }) => {
      for (const broker of brokers) {
        broker.on(describeConfigsRequest, describeConfigsResponse, ({ resources }) =>
          newDescribeConfigsResponse({
            results: resources.map(({ resourceType, resourceName }) =>
              newDescribeConfigsResponseResult({ resourceType, resourceName }),
            ),
          }),
        );
      }
      await admin.describeConfigs([
        { type: 'BROKER', name: '3' },
        { type: 'BROKER_LOGGER', name: '3' },
      ]);
      assert.deepEqual(
        brokers.map((broker) => broker.requests(describeConfigsRequest).length),
        [0, 0, 1],
      );
      const missing = await failure(admin.describeConfigs([{ type: 'BROKER', name: '9' }]));
      assert.equal(missing.code, 'BROKER_NOT_AVAILABLE');
      assert.equal(missing.nodeId, 9);
      assert.match(missing.message, /no broker 9 .* 1, 2, 3/);
      const unnamed = await failure(admin.describeConfigs([{ type: 'BROKER', name: 'main' }]));
      assert.equal(unnamed.code, 'INVALID_REQUEST');
    },
    { brokers: 3 },
  );
});

test('what is asked of all brokers fails for the one that is down, and tells what the others said', async () => {
  await onScript(
    async ({ brokers, admin }) => {
      for (const broker of brokers) {
        broker.on(listGroupsRequest, listGroupsResponse, () =>
          newListGroupsResponse({ groups: [newListGroupsResponseListedGroup({ groupId: `of ${broker.nodeId}` })] }),
        );
      }
      assert.equal((await admin.listGroups()).length, 2);
      await brokers[1]!.stop();
      const error = (await failure(admin.listGroups({ timeoutMs: 3000 }))) as PartialFailure;
      const [first, second] = error.results;
      assert.equal(first!.item, 1);
      assert.deepEqual((first!.value as { groupId: string }[])[0]!.groupId, 'of 1');
      assert.equal(second!.item, 2);
      assert.equal(second!.error!.code, 'REQUEST_TIMED_OUT');
      assert.match(second!.error!.message, /broker 2/);
    },
    { brokers: 2 },
  );
});

test('of several items each has its value or its error, and one alone fails with its own', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.on(createTopicsRequest, createTopicsResponse, (request) => created(request, { b: 'TOPIC_ALREADY_EXISTS' }));
    const several = (await failure(admin.createTopics([{ name: 'a' }, { name: 'b' }]))) as PartialFailure;
    assert.equal(several.code, 'TOPIC_ALREADY_EXISTS');
    assert.match(several.message, /createTopics failed for 1 of 2/);
    const [a, b] = several.results;
    assert.deepEqual(a!.item, { name: 'a' });
    assert.equal((a!.value as { name: string }).name, 'a');
    assert.equal(b!.error!.code, 'TOPIC_ALREADY_EXISTS');
    const one = await failure(admin.createTopics([{ name: 'b' }]));
    assert.equal('results' in one, false);
    assert.equal(one.topic, 'b');
    assert.equal(one.nodeId, 1);
    assert.match(one.message, /createTopics of topic b failed/);
  });
});

test('an item that the broker leaves out of its answer is an error, not a success', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.on(deleteTopicsRequest, deleteTopicsResponse, () =>
      newDeleteTopicsResponse({ responses: [newDeleteTopicsResponseDeletableTopicResult({ name: 'a' })] }),
    );
    assert.deepEqual(await itemCodes(admin.deleteTopics(['a', 'b'])), [null, 'UNKNOWN_SERVER_ERROR']);
  });
});

test('a request whose connection breaks is sent again', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    let attempts = 0;
    broker.on(createTopicsRequest, createTopicsResponse, (request) => (++attempts < 3 ? 'close' : created(request)));
    await admin.createTopics([{ name: 'a' }]);
    assert.equal(attempts, 3);
  });
});

test('where an error does not pass in time, the timeout tells which it was', async () => {
  await onScript(async ({ brokers: [broker], admin, now }) => {
    broker.on(deleteGroupsRequest, deleteGroupsResponse, () => {
      const errorCode = codeOf('COORDINATOR_LOAD_IN_PROGRESS');
      return newDeleteGroupsResponse({
        results: [newDeleteGroupsResponseDeletableGroupResult({ groupId: 'a', errorCode })],
      });
    });
    const startedAt = now();
    const error = await failure(admin.deleteConsumerGroups(['a'], { timeoutMs: 4000 }));
    assert.equal(error.code, 'REQUEST_TIMED_OUT');
    assert.equal((error.cause as { code: string }).code, 'COORDINATOR_LOAD_IN_PROGRESS');
    assert.match(error.message, /deleteConsumerGroups of group a timed out after 4000 ms; the last answer: /);
    assert.ok(now() - startedAt >= 4000 && now() - startedAt < 4100);
  });
});

test('a quota that is exceeded is waited out, unless the caller wants to hear of it', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    let refusals = 2;
    broker.on(createTopicsRequest, createTopicsResponse, (request) =>
      created(request, refusals-- > 0 ? { a: 'THROTTLING_QUOTA_EXCEEDED' } : {}),
    );
    await admin.createTopics([{ name: 'a' }]);
    assert.equal(broker.requests(createTopicsRequest).length, 3);
    refusals = 1;
    const error = await failure(admin.createTopics([{ name: 'a' }], { retryOnQuotaViolation: false }));
    assert.equal(error.code, 'THROTTLING_QUOTA_EXCEEDED');
  });
});

test('an item given twice, a word that there is not and a time that cannot be are refused before anything is sent', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    const orders = { topic: 'orders', partition: 0 };
    const operations = [{ operation: 'ADD' as 'SET', name: 'a', value: '1' }];
    const refused: [() => Promise<unknown>, RegExp][] = [
      [() => admin.createTopics([{ name: 'a' }, { name: 'a' }]), /topic a twice/],
      [() => admin.listOffsets(partitions(1, 1)), /partition 1 of topic orders twice/],
      [() => admin.listTopics({ timeoutMs: -1 }), /timeoutMs/],
      [
        () => admin.describeAcls({ resourceType: 'TOPICS' as 'TOPIC' }),
        /no resource type for ACLs TOPICS; did you mean TOPIC/,
      ],
      [() => admin.electLeaders('BEST' as 'UNCLEAN'), /no election type BEST; they are PREFERRED, UNCLEAN/],
      [() => admin.listOffsets([{ ...orders, spec: 'first' as 'latest' }]), /earliest.*not "first"/],
      [() => admin.incrementalAlterConfigs([{ type: 'TOPIC', name: 'orders', operations }]), /no config operation ADD/],
    ];
    for (const [call, message] of refused) {
      const error = await failure(call());
      assert.equal(error.code, 'INVALID_REQUEST');
      assert.match(error.message, message);
    }
    assert.equal(broker.connectionCount, 0);
  });
});

test('a call about nothing resolves with nothing and asks nobody', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    assert.deepEqual(await admin.createTopics([]), []);
    assert.deepEqual(await admin.describeTopics([]), []);
    assert.equal(await admin.deleteTopics([]), undefined);
    assert.equal(broker.connectionCount, 0);
  });
});
