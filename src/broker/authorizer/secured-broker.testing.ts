/** For tests: a broker with an authorizer, what its administrator allows alice, and requests that need their ACLs. */
import assert from 'node:assert/strict';
import { AclPatternType, AclPermissionType } from '#metadata';
import * as protocol from '#protocol';
import { Errors } from '#protocol';
import type { MessageCodec } from '#protocol';
import { startTestBroker, TestClient } from '../broker.testing.ts';
import type { TestBroker } from '../broker.testing.ts';

const REFUSALS = new Set([
  Errors.TOPIC_AUTHORIZATION_FAILED.code,
  Errors.GROUP_AUTHORIZATION_FAILED.code,
  Errors.CLUSTER_AUTHORIZATION_FAILED.code,
  Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code,
  Errors.DELEGATION_TOKEN_AUTHORIZATION_FAILED.code,
] as number[]);

const CONFIGS = {
  listeners: 'PLAINTEXT://127.0.0.1:0,SASL_PLAINTEXT://127.0.0.1:0',
  'sasl.enabled.mechanisms': 'PLAIN',
  'listener.name.sasl_plaintext.plain.sasl.jaas.config':
    'org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="secret" user_bob="secret";',
  'authorizer.class.name': 'standard',
  'super.users': 'User:ANONYMOUS',
  'delegation.token.secret.key': 'key',
};

export interface Secured {
  readonly broker: TestBroker;
  readonly admin: TestClient;
  readonly alice: TestClient;
  allow(...acls: Acl[]): Promise<void>;
  removeAcls(): Promise<void>;
}

export type Acl = readonly [
  type: number,
  name: string,
  operation: number,
  over?: Partial<protocol.CreateAclsRequestAclCreation>,
];

export async function withSecuredBroker(work: (secured: Secured) => Promise<void>): Promise<void> {
  const broker = await startTestBroker(CONFIGS);
  try {
    const admin = await broker.connect();
    const alice = await login(broker, 'alice');
    await work({
      broker,
      admin,
      alice,
      async allow(...acls) {
        const creations = acls.map(([resourceType, resourceName, operation, over]) => ({
          resourceType,
          resourceName,
          resourcePatternType: AclPatternType.LITERAL,
          principal: 'User:alice',
          host: '*',
          operation,
          permissionType: AclPermissionType.ALLOW,
          ...over,
        }));
        const calls = [protocol.createAclsRequest, protocol.createAclsResponse] as const;
        const { results } = await admin.call(calls, { creations });
        assert.ok(
          results.every(({ errorCode }) => errorCode === 0),
          JSON.stringify(results),
        );
      },
      async removeAcls() {
        await admin.call([protocol.deleteAclsRequest, protocol.deleteAclsResponse], { filters: [EVERY_ACL] });
      },
    });
    alice.close();
  } finally {
    await broker.stop();
  }
}

export const EVERY_ACL = {
  resourceTypeFilter: 1,
  resourceNameFilter: null,
  patternTypeFilter: 1,
  principalFilter: null,
  hostFilter: null,
  operation: 1,
  permissionType: 1,
};

export async function login(broker: TestBroker, user: string): Promise<TestClient> {
  const client = await TestClient.connect(broker.env, broker.broker.addresses[1]!.port);
  const { saslHandshakeRequest, saslHandshakeResponse } = protocol;
  const { saslAuthenticateRequest, saslAuthenticateResponse } = protocol;
  await client.call([saslHandshakeRequest, saslHandshakeResponse], { mechanism: 'PLAIN' });
  const authBytes = Buffer.from(`\0${user}\0secret`);
  const { errorCode } = await client.call([saslAuthenticateRequest, saslAuthenticateResponse], { authBytes });
  assert.equal(errorCode, 0);
  return client;
}

const ERROR_KEYS: ReadonlySet<string> = new Set(['errorCode', 'partitionErrorCode']);

/** Every error code in an answer. */
export function codesOf(answer: unknown): number[] {
  if (Array.isArray(answer)) return answer.flatMap(codesOf);
  if (typeof answer !== 'object' || answer === null || answer instanceof Uint8Array) return [];
  return Object.entries(answer).flatMap(([key, value]: [string, unknown]) =>
    ERROR_KEYS.has(key) && typeof value === 'number' && value !== 0 ? [value] : codesOf(value),
  );
}

export interface Row {
  readonly name: string;
  readonly ask: (client: TestClient) => Promise<unknown>;
  /** What allows it. */
  readonly needs: readonly Acl[];
  /** How it is refused with all but the last of them. */
  readonly refusal: { readonly code: number };
}

export function row<Q, A>(
  call: readonly [MessageCodec<Q>, MessageCodec<A>],
  request: Q,
  { needs, refusal, version }: { needs: readonly Acl[]; refusal: { code: number }; version?: number },
): Row {
  const name = `${call[0].name} (${needs.map(([type, , operation]) => `${type}:${operation}`).join(', ')})`;
  return { name, ask: (client) => client.call(call, request, version), needs, refusal };
}

/** The ACLs that a request needs, and how it is refused with all but the last of them. */
export const needs = (refusal: { code: number }, ...acls: Acl[]): Pick<Row, 'needs' | 'refusal'> => ({
  needs: acls,
  refusal,
});

/** Each is refused with all but one of its ACLs, and answered with all of them. */
export async function assertNeeds({ alice, allow, removeAcls }: Secured, rows: readonly Row[]): Promise<void> {
  for (const { name, ask, needs: acls, refusal } of rows) {
    await removeAcls();
    await allow(...acls.slice(0, -1));
    const without = codesOf(await ask(alice));
    assert.ok(without.length > 0 && without.every((code) => code === refusal.code), `${name}: ${without.join()}`);
    await allow(acls.at(-1)!);
    const answered = codesOf(await ask(alice)).filter((code) => REFUSALS.has(code));
    assert.deepEqual(answered, [], name);
  }
}
