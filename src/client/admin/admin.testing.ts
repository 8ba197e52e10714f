/** For tests: an Admin on brokers by script, in a simulated world on virtual time. */
import assert from 'node:assert/strict';
import {
  findCoordinatorRequest,
  findCoordinatorResponse,
  metadataRequest,
  metadataResponse,
  newFindCoordinatorResponse,
  newFindCoordinatorResponseCoordinator,
} from '#protocol';
import { createSimulation, type Simulation } from '#sim';
import type { ClientError, PartialFailure } from '../errors.ts';
import { ScriptedBroker } from '../scripted-broker.testing.ts';
import { Admin } from './admin.ts';
import type { AdminOptions } from './admin-options.ts';

const HOUR_MS = 3_600_000;

export interface AdminWorld {
  readonly simulation: Simulation;
  /** Node ids from 1; all know the same topics, which the test puts into `topics`. */
  readonly brokers: readonly [ScriptedBroker, ...ScriptedBroker[]];
  readonly admin: Admin;
  /** Virtual milliseconds. */
  now(): number;
}

export interface WorldOptions {
  readonly brokers?: number;
  readonly admin?: AdminOptions;
}

/** The first broker is the controller, and coordinates every group. */
export async function onScript(
  body: (world: AdminWorld) => Promise<void>,
  { brokers: count = 1, admin: options = {} }: WorldOptions = {},
): Promise<void> {
  const simulation = createSimulation(1);
  const { env, machine } = simulation;
  const run = async (): Promise<void> => {
    const first = await ScriptedBroker.start(env, { nodeId: 1 });
    const brokers: [ScriptedBroker, ...ScriptedBroker[]] = [first];
    for (let nodeId = 2; nodeId <= count; nodeId++) brokers.push(await ScriptedBroker.start(env, { nodeId }));
    for (const broker of brokers) {
      broker.peers = brokers.filter((other) => other !== broker);
      broker.on(metadataRequest, metadataResponse, (request) => ({ ...first.metadata(request), controllerId: 1 }));
    }
    setCoordinators(brokers, () => first);
    const configs = { retryBackoffMs: 5, retryBackoffMaxMs: 50, reconnectBackoffMs: 5, reconnectBackoffMaxMs: 50 };
    const admin = new Admin({ env, bootstrapServers: first.bootstrap, ...configs, ...options });
    try {
      await body({ simulation, brokers, admin, now: () => env.clock.monotonic() });
    } finally {
      await admin.close();
      for (const broker of brokers) await broker.stop();
    }
  };
  await machine.finish(run(), HOUR_MS);
}

/** Says who coordinates what, from now on. */
export function setCoordinators(brokers: readonly ScriptedBroker[], of: (key: string) => ScriptedBroker): void {
  for (const broker of brokers) {
    broker.on(findCoordinatorRequest, findCoordinatorResponse, ({ coordinatorKeys, key: sole }, version) => {
      const at = (key: string): Pick<ScriptedBroker, 'nodeId' | 'host' | 'port'> => of(key);
      if (version < 4) {
        const { nodeId, host, port } = at(sole);
        return newFindCoordinatorResponse({ nodeId, host, port });
      }
      const coordinators = coordinatorKeys.map((key) => {
        const { nodeId, host, port } = at(key);
        return newFindCoordinatorResponseCoordinator({ key, nodeId, host, port });
      });
      return newFindCoordinatorResponse({ coordinators });
    });
  }
}

/** What the call rejects with. */
export async function failure(call: Promise<unknown>): Promise<ClientError> {
  try {
    await call;
  } catch (error) {
    return error as ClientError;
  }
  assert.fail('it succeeds');
}

/** Of a call over several items: each item's error code, or null. */
export async function itemCodes(call: Promise<unknown>): Promise<(string | null)[]> {
  const error = await failure(call);
  assert.ok('results' in error, `${error.code}: ${error.message}`);
  return (error as PartialFailure).results.map((result) => result.error?.code ?? null);
}
