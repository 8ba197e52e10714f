/**
 * Credentials of users for SCRAM (KIP-554). Passwords do not leave the client: what is sent is salted here, with a salt of
 * its own from the client's Random.
 */
import {
  alterUserScramCredentialsRequest,
  alterUserScramCredentialsResponse,
  describeUserScramCredentialsRequest,
  describeUserScramCredentialsResponse,
  scram,
  type AlterUserScramCredentialsRequest,
} from '#protocol';
import { errorFor } from '../errors.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { askAbout, askOne, settled } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { toAnyBroker, toController } from './routes.ts';
import { userSubject, type Subject } from './subjects.ts';
import { scramMechanisms, type ScramMechanismName } from './words.ts';

/** A credential, without what could be guessed at. */
export interface ScramCredentialInfo {
  /** SCRAM with SHA-256 or SHA-512. */
  readonly mechanism: ScramMechanismName;
  /** How often the password was hashed. */
  readonly iterations: number;
}

/** The credentials of one user. */
export interface UserScramCredentials {
  /** The user's name, without `User:`. */
  readonly user: string;
  /** One for each mechanism. */
  readonly credentials: readonly ScramCredentialInfo[];
}

/** A password to set. */
export interface ScramCredentialUpsertion {
  /** The user's name, without `User:`. */
  readonly user: string;
  /** SCRAM with SHA-256 or SHA-512. */
  readonly mechanism: Exclude<ScramMechanismName, 'UNKNOWN'>;
  /** It does not leave the client. */
  readonly password: string;
  /** 4096 where absent; up to 16384. */
  readonly iterations?: number;
  /** 32 random bytes where absent. */
  readonly salt?: Uint8Array;
}

/** A credential to delete. */
export interface ScramCredentialDeletion {
  /** The user's name, without `User:`. */
  readonly user: string;
  /** Those for other mechanisms stay. */
  readonly mechanism: Exclude<ScramMechanismName, 'UNKNOWN'>;
  /** Tells it from a password to set. */
  readonly delete: true;
}

/** A password to set, or a credential to delete. */
export type ScramCredentialAlteration = ScramCredentialUpsertion | ScramCredentialDeletion;

const SALT_BYTES = 32;

/** Of all users that have credentials where `users` is absent; RESOURCE_NOT_FOUND for one who has none. */
export async function describeUserScramCredentials(
  context: AdminContext,
  users: readonly string[] | null = null,
  options: CallOptions = {},
): Promise<UserScramCredentials[]> {
  const call = new AdminCall(context, 'describeUserScramCredentials', options);
  const rpc = [describeUserScramCredentialsRequest, describeUserScramCredentialsResponse] as const;
  if (users === null) {
    return askOne(call, toAnyBroker(), {
      ask: (nodeId) => call.send(nodeId, rpc, { users: null }),
      read: ({ results }) => results.map(userCredentials),
    });
  }
  return askAbout<string, UserScramCredentials>(call, users, {
    subject: userSubject,
    route: toAnyBroker(),
    async ask(nodeId, items, answers) {
      const answer = await call.send(nodeId, rpc, { users: items.map((name) => ({ name })) });
      if (answers.refuseAll(answer)) return;
      for (const result of answer.results) answers.add(result.user, result, () => userCredentials(result));
    },
  });
}

function userCredentials(result: {
  readonly user: string;
  readonly credentialInfos: readonly { readonly mechanism: number; readonly iterations: number }[];
}): UserScramCredentials {
  const credentials = result.credentialInfos.map(({ mechanism, iterations }) => {
    return { mechanism: scramMechanisms.fromWire(mechanism), iterations };
  });
  return { user: result.user, credentials };
}

const alterationSubject: Subject<ScramCredentialAlteration> = {
  key: ({ user, mechanism }) => `${scramMechanisms.toWire(mechanism)} ${user}`,
  describe: ({ user, mechanism }) => `${mechanism} of user ${user}`,
};

/** A broker takes a user once in a request: the second mechanism of a user goes with the next. */
export function alterUserScramCredentials(
  context: AdminContext,
  alterations: readonly ScramCredentialAlteration[],
  options: CallOptions = {},
): Promise<void> {
  const call = new AdminCall(context, 'alterUserScramCredentials', options);
  const salted = new Map(call.list(alterations).map((alteration) => [alteration, wireAlteration(context, alteration)]));
  const alteration = askAbout<ScramCredentialAlteration, undefined>(call, alterations, {
    subject: alterationSubject,
    route: toController(),
    async ask(nodeId, items, answers) {
      for (const wave of oncePerUser(items)) {
        const list = wave.map((item) => salted.get(item)!);
        const body: AlterUserScramCredentialsRequest = {
          deletions: list.filter((one) => !('salt' in one)),
          upsertions: list.filter((one) => 'salt' in one),
        };
        const rpc = [alterUserScramCredentialsRequest, alterUserScramCredentialsResponse] as const;
        const { results } = await call.send(nodeId, rpc, body);
        const byUser = new Map(results.map((result) => [result.user, result]));
        for (const item of wave) {
          const result = byUser.get(item.user);
          if (result !== undefined) answers.add(alterationSubject.key(item), result, () => undefined);
        }
      }
    },
  });
  return settled(alteration);
}

function oncePerUser(alterations: readonly ScramCredentialAlteration[]): ScramCredentialAlteration[][] {
  const waves: ScramCredentialAlteration[][] = [];
  for (const ofUser of Map.groupBy(alterations, ({ user }) => user).values()) {
    for (const [index, alteration] of ofUser.entries()) (waves[index] ??= []).push(alteration);
  }
  return waves;
}

type WireAlteration =
  | AlterUserScramCredentialsRequest['upsertions'][number]
  | AlterUserScramCredentialsRequest['deletions'][number];

function wireAlteration({ env }: AdminContext, alteration: ScramCredentialAlteration): WireAlteration {
  const { user: name, mechanism } = alteration;
  const wireMechanism = scramMechanisms.toWire(mechanism);
  if ('delete' in alteration) return { name, mechanism: wireMechanism };
  const { password, iterations = scram.MIN_SCRAM_ITERATIONS, salt = env.random.bytes(SALT_BYTES) } = alteration;
  const isInRange = iterations >= scram.MIN_SCRAM_ITERATIONS && iterations <= scram.MAX_SCRAM_ITERATIONS;
  if (!Number.isInteger(iterations) || !isInRange) {
    const range = `${scram.MIN_SCRAM_ITERATIONS} to ${scram.MAX_SCRAM_ITERATIONS}`;
    throw errorFor('UNACCEPTABLE_CREDENTIAL', `SCRAM takes ${range} iterations, not ${iterations}, for user ${name}`);
  }
  const saltedPassword = scram.saltedPassword(mechanism, password, { salt, iterations });
  return { name, mechanism: wireMechanism, iterations, salt, saltedPassword };
}
