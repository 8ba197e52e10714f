import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { isKafkaError } from '#kernel';
import {
  describeClusterRequest,
  describeClusterResponse,
  Errors,
  newDescribeClusterRequest,
  newDescribeClusterResponse,
  newSaslAuthenticateResponse,
  newSaslHandshakeResponse,
  saslAuthenticateRequest,
  saslAuthenticateResponse,
  saslHandshakeRequest,
  saslHandshakeResponse,
} from '#protocol';
import { createSimulation, type Simulation } from '#sim';
import { commonConfigs } from '../config/common-configs.ts';
import { parseOptions } from '../config/parse-options.ts';
import { diagnosticChannels } from '../diagnostics.ts';
import { openClient, type OpenClient } from '../open-client.ts';
import { ScriptedBroker } from '../scripted-broker.testing.ts';
import type { SaslOptions } from './sasl-options.ts';

const SECRET = 'the-secret-of-alice';
const DESCRIBE = [describeClusterRequest, describeClusterResponse] as const;

/** A broker that lets in who sends alice's password by PLAIN, for a session of this length. */
async function guardedBroker(simulation: Simulation, sessionLifetimeMs = 0): Promise<ScriptedBroker> {
  const broker = await simulation.finish(ScriptedBroker.start(simulation.env));
  broker.on(saslHandshakeRequest, saslHandshakeResponse, ({ mechanism }) => {
    const errorCode = mechanism === 'PLAIN' ? 0 : Errors.UNSUPPORTED_SASL_MECHANISM.code;
    return newSaslHandshakeResponse({ errorCode, mechanisms: ['PLAIN'] });
  });
  broker.on(saslAuthenticateRequest, saslAuthenticateResponse, ({ authBytes }) => {
    if (Buffer.from(authBytes).toString() === `\0alice\0${SECRET}`)
      return newSaslAuthenticateResponse({ sessionLifetimeMs });
    const errorCode = Errors.SASL_AUTHENTICATION_FAILED.code;
    return newSaslAuthenticateResponse({ errorCode, errorMessage: 'Invalid username or password' });
  });
  broker.on(describeClusterRequest, describeClusterResponse, () => newDescribeClusterResponse({ clusterId: 'c' }));
  return broker;
}

function clientOf(simulation: Simulation, broker: ScriptedBroker, sasl: SaslOptions): OpenClient {
  const config = parseOptions('admin', commonConfigs, [], { bootstrapServers: broker.bootstrap });
  return openClient({ env: simulation.env, sasl }, { kind: 'admin', config });
}

async function describe({ cluster }: OpenClient): Promise<string | null> {
  const nodeId = await cluster.leastLoadedNode({ timeoutMs: 60_000 });
  const { clusterId } = await cluster.send(nodeId, DESCRIBE, newDescribeClusterRequest({}));
  return clusterId;
}

interface Audible {
  subscribe(listener: (message: unknown) => void): void;
  unsubscribe(listener: (message: unknown) => void): void;
}

/** All that any channel says meanwhile, as a person would print it. */
async function overhear(work: () => Promise<unknown>): Promise<string> {
  const heard: string[] = [];
  const hear = (message: unknown): void => void heard.push(inspect(message, { depth: 8 }));
  const channels = Object.values(diagnosticChannels).flatMap((channel): Audible[] =>
    'start' in channel ? [channel.start, channel.end, channel.asyncEnd, channel.error] : [channel],
  );
  for (const channel of channels) channel.subscribe(hear);
  try {
    await work();
  } finally {
    for (const channel of channels) channel.unsubscribe(hear);
  }
  return heard.join('\n');
}

test('the right password opens, a wrong one is refused at once and not tried again', async () => {
  const simulation = createSimulation(1);
  const broker = await guardedBroker(simulation);
  const welcome = clientOf(simulation, broker, { mechanism: 'PLAIN', username: 'alice', password: SECRET });
  assert.equal(await simulation.finish(describe(welcome)), 'c');
  await simulation.finish(welcome.close());
  const startMs = simulation.monotonic();
  const intruder = clientOf(simulation, broker, { mechanism: 'PLAIN', username: 'alice', password: 'guess' });
  const error = await simulation.finish(describe(intruder).catch((reason: unknown) => reason));
  assert.ok(isKafkaError(error, 'SASL_AUTHENTICATION_FAILED'), String(error));
  assert.ok(simulation.monotonic() - startMs < 1000, 'no wait before the error');
  await simulation.finish(intruder.close());
  await simulation.advance(60_000);
  assert.equal(broker.requests(saslAuthenticateRequest).length, 2);
  assert.equal(broker.openConnections, 0);
});

test('neither password stands in an error, an event or a line of the log', async () => {
  const simulation = createSimulation(2);
  const broker = await guardedBroker(simulation);
  const guess = 'a-guess-of-the-secret';
  let failure: unknown;
  const heard = await overhear(async () => {
    const welcome = clientOf(simulation, broker, { mechanism: 'PLAIN', username: 'alice', password: SECRET });
    await simulation.finish(describe(welcome));
    await simulation.finish(welcome.close());
    const intruder = clientOf(simulation, broker, { mechanism: 'PLAIN', username: 'alice', password: guess });
    failure = await simulation.finish(describe(intruder).catch((reason: unknown) => reason));
    await simulation.finish(intruder.close());
  });
  assert.ok(heard.includes("mechanism: 'PLAIN'") && heard.includes('SaslAuthenticate'), 'something was heard');
  const logged = inspect(simulation.machine.logLines, { depth: 8 });
  for (const text of [heard, inspect(failure, { depth: 8 }), logged]) {
    for (const secret of [SECRET, guess]) assert.ok(!text.includes(secret), text);
  }
});

test('requests go on over the same connection when sessions end, and none is sent in between', async () => {
  const simulation = createSimulation(3);
  const broker = await guardedBroker(simulation, 10_000);
  const client = clientOf(simulation, broker, { mechanism: 'PLAIN', username: 'alice', password: SECRET });
  for (let second = 0; second < 60; second++) {
    await simulation.finish(Promise.all([describe(client), describe(client), describe(client)]));
    await simulation.advance(1000);
  }
  const names = broker.received.map(({ apiName }) => apiName);
  const authentications = names.filter((name) => name === 'SaslAuthenticate').length;
  assert.ok(authentications >= 6 && authentications <= 9, String(authentications));
  for (const [i, name] of names.entries()) {
    if (name === 'SaslHandshake') assert.equal(names[i + 1], 'SaslAuthenticate');
  }
  assert.equal(broker.connectionCount, 1);
  await simulation.finish(client.close());
});
