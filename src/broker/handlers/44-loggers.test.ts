/** Levels of loggers (KIP-412), through the requests for configs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNodeEnv } from '#kernel/node';
import {
  describeConfigsRequest,
  describeConfigsResponse,
  Errors,
  incrementalAlterConfigsRequest,
  incrementalAlterConfigsResponse,
  newDescribeConfigsRequest,
  newIncrementalAlterConfigsRequest,
} from '#protocol';
import { alterLoggers, describeLoggers } from '../broker-loggers.ts';
import { withBroker } from '../requests.testing.ts';

const BROKER_LOGGER = 8;

interface Loggers {
  readonly lines: string[];
  readonly env: ReturnType<typeof createNodeEnv>;
  /** Name and level. */
  levels(): Record<string, string | null>;
  alter(name: string, value: string | null, operation?: number, resourceName?: string): number;
}

function loggers(): Loggers {
  const lines: string[] = [];
  const stream = { write: (text: string): number => lines.push(text) };
  const env = createNodeEnv({ logger: { stream, components: { log: 'warn' }, format: 'human' } });
  env.logger.component('log');
  env.logger.component('network');
  const broker = { env, nodeId: 1, authorizer: null } as never;
  const context = { broker, client: {} as never };
  return {
    lines,
    env,
    levels() {
      const found = describeLoggers('1', context);
      assert.ok(Array.isArray(found));
      return Object.fromEntries(found.map(({ name, value }) => [name, value]));
    },
    alter(name, value, configOperation = 0, resourceName = '1') {
      const configs = [{ name, configOperation, value }];
      return alterLoggers({ resourceType: BROKER_LOGGER, resourceName, configs }, context, false).errorCode;
    },
  };
}

test('each component has a level, which can be raised, lowered and taken back while the broker runs', () => {
  const { env, lines, levels, alter } = loggers();
  const network = env.logger.component('network');
  assert.deepEqual(levels(), { root: 'INFO', log: 'WARN', network: 'INFO' });
  network.debug('unheard');
  assert.equal(alter('network', 'DEBUG'), 0);
  network.debug('heard');
  assert.equal(alter('network', null, 1), 0);
  network.debug('unheard again');
  assert.equal(alter('root', 'ERROR'), 0);
  network.info('too low');
  assert.deepEqual(levels(), { root: 'ERROR', broker: 'ERROR', log: 'WARN', network: 'ERROR' });
  const heard = lines.filter((line) => line.includes('[network]'));
  assert.deepEqual(
    heard.map((line) => line.trim().split('] ')[1]),
    ['heard'],
  );
});

test('loggers that do not exist, levels that are none, and operations for lists are refused', () => {
  const { alter } = loggers();
  assert.equal(alter('nope', 'INFO'), Errors.INVALID_CONFIG.code);
  assert.equal(alter('network', 'LOUD'), Errors.INVALID_CONFIG.code);
  assert.equal(alter('network', 'INFO', 2), Errors.INVALID_REQUEST.code);
  assert.equal(alter('root', null, 1), Errors.INVALID_REQUEST.code);
  assert.equal(alter('root', 'INFO', 0, '2'), Errors.INVALID_REQUEST.code);
  assert.equal(alter('root', 'INFO', 0, ''), Errors.INVALID_REQUEST.code);
});

test('requests for loggers and for other resources go together in one', () =>
  withBroker(async (client) => {
    const configs = [{ name: 'root', configOperation: 0, value: 'INFO' }];
    const resources = [
      { resourceType: BROKER_LOGGER, resourceName: '1', configs },
      { resourceType: 4, resourceName: '', configs: [{ name: 'log.retention.ms', configOperation: 0, value: '5' }] },
    ];
    const calls = [incrementalAlterConfigsRequest, incrementalAlterConfigsResponse] as const;
    const altered = await client.call(calls, newIncrementalAlterConfigsRequest({ resources }));
    const codes = altered.responses.map(({ resourceType, errorCode }) => [resourceType, errorCode]);
    assert.deepEqual(codes.toSorted(), [
      [4, 0],
      [8, 0],
    ]);
    const asked = [{ resourceType: BROKER_LOGGER, resourceName: '1', configurationKeys: null }];
    const request = newDescribeConfigsRequest({ resources: asked });
    const { results } = await client.call([describeConfigsRequest, describeConfigsResponse], request);
    assert.equal(results[0]!.errorCode, 0);
  }));
