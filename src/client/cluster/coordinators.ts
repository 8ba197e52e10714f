/**
 * Which broker coordinates a group or a transactional id. Answers are kept until somebody finds them wrong
 * (`forget`). Keys that are wanted in one turn of the event loop are asked for together where the broker can (KIP-699).
 */
import {
  Errors,
  findCoordinatorRequest,
  findCoordinatorResponse,
  newFindCoordinatorRequest,
  newFindCoordinatorResponseCoordinator,
  type FindCoordinatorResponse,
  type FindCoordinatorResponseCoordinator,
} from '#protocol';
import { asClientError, errorFor, type ClientError } from '../errors.ts';
import type { BrokerNode } from './metadata-types.ts';
import type { RequestBody, Rpc } from '../network/rpc.ts';

export type CoordinatorKind = 'group' | 'transaction' | 'share';

/** How to ask. */
export interface CoordinatorHost {
  endOfTurn(task: () => void): void;
  leastLoadedNode(): Promise<number>;
  versionOf(nodeId: number, rpc: Rpc<unknown, unknown>): Promise<number>;
  send<Q, A>(nodeId: number, rpc: Rpc<Q, A>, body: RequestBody<Q>, bounds: { minVersion: number }): Promise<A>;
  addEndpoints(nodes: readonly BrokerNode[]): void;
}

const FIND_COORDINATOR = [findCoordinatorRequest, findCoordinatorResponse] as const;
const KINDS: Readonly<Record<CoordinatorKind, { keyType: number; firstVersion: number; what: string }>> = {
  group: { keyType: 0, firstVersion: 0, what: 'group' },
  transaction: { keyType: 1, firstVersion: 1, what: 'transactional id' },
  share: { keyType: 2, firstVersion: 6, what: 'share partition' },
};
/** The first version that takes several keys. */
const FIRST_WITH_KEYS = 4;

interface Lookup {
  readonly key: string;
  readonly promise: Promise<number>;
  resolve(nodeId: number): void;
  reject(error: unknown): void;
}

export class Coordinators {
  readonly #host: CoordinatorHost;
  readonly #known: Map<string, number> = new Map();
  /** What the next request of each kind asks for. */
  readonly #next: Map<CoordinatorKind, Map<string, Lookup>> = new Map();

  constructor(host: CoordinatorHost) {
    this.#host = host;
  }

  /** One attempt. Rejects with a ClientError, COORDINATOR_NOT_AVAILABLE (retriable) as long as there is none. */
  find(kind: CoordinatorKind, key: string): Promise<number> {
    const known = this.#known.get(`${kind} ${key}`);
    if (known !== undefined) return Promise.resolve(known);
    const batch = this.#next.get(kind) ?? this.#begin(kind);
    let lookup = batch.get(key);
    if (lookup === undefined) {
      lookup = { key, ...Promise.withResolvers<number>() };
      batch.set(key, lookup);
    }
    return lookup.promise;
  }

  /** The coordinator that is known, without asking. */
  peek(kind: CoordinatorKind, key: string): number | undefined {
    return this.#known.get(`${kind} ${key}`);
  }

  /** With a node id: only where it is still the one that is known, so that a newer answer is not lost. */
  forget(kind: CoordinatorKind, key: string, nodeId?: number): void {
    const name = `${kind} ${key}`;
    if (nodeId === undefined || this.#known.get(name) === nodeId) this.#known.delete(name);
  }

  #begin(kind: CoordinatorKind): Map<string, Lookup> {
    const batch = new Map<string, Lookup>();
    this.#next.set(kind, batch);
    this.#host.endOfTurn(() => {
      this.#next.delete(kind);
      void this.#look(kind, [...batch.values()]);
    });
    return batch;
  }

  async #look(kind: CoordinatorKind, lookups: readonly Lookup[]): Promise<void> {
    try {
      const nodeId = await this.#host.leastLoadedNode();
      const version = await this.#host.versionOf(nodeId, FIND_COORDINATOR);
      if (version >= FIRST_WITH_KEYS) await this.#askForAll(nodeId, kind, lookups);
      else await Promise.all(lookups.map((lookup) => this.#askForOne(nodeId, kind, lookup)));
    } catch (error) {
      for (const lookup of lookups) lookup.reject(asClientError(error));
    }
  }

  async #askForAll(nodeId: number, kind: CoordinatorKind, lookups: readonly Lookup[]): Promise<void> {
    const { keyType, firstVersion } = KINDS[kind];
    const body = newFindCoordinatorRequest({ keyType, coordinatorKeys: lookups.map(({ key }) => key) });
    const minVersion = Math.max(firstVersion, FIRST_WITH_KEYS);
    const { coordinators } = await this.#host.send(nodeId, FIND_COORDINATOR, body, { minVersion });
    for (const lookup of lookups) {
      const answer = coordinators.find(({ key }) => key === lookup.key);
      if (answer !== undefined) this.#settle(kind, lookup, answer);
      else lookup.reject(errorFor('COORDINATOR_NOT_AVAILABLE', `The broker did not say who coordinates ${lookup.key}`));
    }
  }

  async #askForOne(nodeId: number, kind: CoordinatorKind, lookup: Lookup): Promise<void> {
    const { keyType, firstVersion: minVersion } = KINDS[kind];
    const body = newFindCoordinatorRequest({ keyType, key: lookup.key });
    this.#settle(kind, lookup, onlyCoordinator(await this.#host.send(nodeId, FIND_COORDINATOR, body, { minVersion })));
  }

  #settle(kind: CoordinatorKind, lookup: Lookup, answer: FindCoordinatorResponseCoordinator): void {
    const { errorCode, nodeId, host, port } = answer;
    if (errorCode !== Errors.NONE.code || nodeId < 0) return lookup.reject(lookupError(kind, lookup.key, answer));
    this.#host.addEndpoints([{ nodeId, host, port, rack: null }]);
    this.#known.set(`${kind} ${lookup.key}`, nodeId);
    lookup.resolve(nodeId);
  }
}

/** Up to version 3 the answer is about one key, and stands outside of the list. */
function onlyCoordinator({
  errorCode,
  errorMessage,
  nodeId,
  host,
  port,
}: FindCoordinatorResponse): FindCoordinatorResponseCoordinator {
  return newFindCoordinatorResponseCoordinator({ errorCode, errorMessage, nodeId, host, port });
}

function lookupError(kind: CoordinatorKind, key: string, answer: FindCoordinatorResponseCoordinator): ClientError {
  const code = answer.errorCode === Errors.NONE.code ? Errors.COORDINATOR_NOT_AVAILABLE.code : answer.errorCode;
  const { message } = errorFor(code);
  return errorFor(code, `The coordinator of ${KINDS[kind].what} ${key} could not be found: ${message}`);
}
