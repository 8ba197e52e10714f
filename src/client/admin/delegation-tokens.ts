/**
 * Delegation tokens (KIP-48, KIP-373): credentials for SCRAM that one who is authenticated hands to others. Brokers answer
 * such requests only over connections that are authenticated, and not by such a token.
 */
import {
  createDelegationTokenRequest,
  createDelegationTokenResponse,
  describeDelegationTokenRequest,
  describeDelegationTokenResponse,
  expireDelegationTokenRequest,
  expireDelegationTokenResponse,
  renewDelegationTokenRequest,
  renewDelegationTokenResponse,
} from '#protocol';
import { errorFor } from '../errors.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { askOne } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { toAnyBroker, toController } from './routes.ts';

/** What token is made. */
export interface CreateDelegationTokenOptions extends CallOptions {
  /** For whom, as `User:alice`: oneself where absent (Kafka 3.3 and later). */
  readonly owner?: string;
  /** Who besides the owner may renew it. */
  readonly renewers?: readonly string[];
  /** The broker's `delegation.token.max.lifetime.ms` where absent. */
  readonly maxLifetimeMs?: number;
}

/** Times are in ms since 1970. */
export interface DelegationToken {
  /** The user name for SCRAM. */
  readonly tokenId: string;
  /** The password for SCRAM is this in base64. */
  readonly hmac: Buffer;
  /** As `User:alice`: who one is by the token. */
  readonly owner: string;
  /** Who asked for it; empty before Kafka 3.3. */
  readonly requester: string;
  /** Who besides the owner may renew it. */
  readonly renewers: readonly string[];
  /** When it was made. */
  readonly issueTimestamp: number;
  /** When it ends unless it is renewed. */
  readonly expiryTimestamp: number;
  /** It cannot be renewed past it. */
  readonly maxTimestamp: number;
}

/** For how long a token is renewed. */
export interface RenewDelegationTokenOptions extends CallOptions {
  /** The broker's `delegation.token.expiry.time.ms` where absent. */
  readonly renewTimePeriodMs?: number;
}

/** When a token is to end. */
export interface ExpireDelegationTokenOptions extends CallOptions {
  /** It ends after so long; at once where absent or negative. */
  readonly expiryTimePeriodMs?: number;
}

/** Which tokens are told. */
export interface DescribeDelegationTokenOptions extends CallOptions {
  /** Only tokens of these; of all that one may see where absent. */
  readonly owners?: readonly string[];
}

interface Principal {
  readonly principalType: string;
  readonly principalName: string;
}

const FIRST_FOR_OTHERS = 3;

export function createDelegationToken(
  context: AdminContext,
  options: CreateDelegationTokenOptions = {},
): Promise<DelegationToken> {
  const call = new AdminCall(context, 'createDelegationToken', options);
  const { owner, renewers = [], maxLifetimeMs = -1 } = options;
  // Empty is oneself, and needs no version that knows of owners.
  const { principalType, principalName } =
    owner === undefined ? { principalType: '', principalName: '' } : parsePrincipal(owner);
  const body = {
    ownerPrincipalType: principalType,
    ownerPrincipalName: principalName,
    renewers: renewers.map(parsePrincipal),
    maxLifetimeMs,
  };
  const bounds = owner === undefined ? {} : { minVersion: FIRST_FOR_OTHERS };
  return askOne(call, toController(), {
    ask: (nodeId) => call.send(nodeId, [createDelegationTokenRequest, createDelegationTokenResponse], body, bounds),
    read: ({ issueTimestampMs, expiryTimestampMs, maxTimestampMs, ...token }) =>
      delegationToken({
        ...token,
        renewers: body.renewers,
        issueTimestamp: issueTimestampMs,
        expiryTimestamp: expiryTimestampMs,
        maxTimestamp: maxTimestampMs,
      }),
  });
}

interface AnsweredToken extends Principal {
  readonly tokenId: string;
  readonly hmac: Uint8Array;
  readonly tokenRequesterPrincipalType: string;
  readonly tokenRequesterPrincipalName: string;
  readonly renewers: readonly Principal[];
  readonly issueTimestamp: number;
  readonly expiryTimestamp: number;
  readonly maxTimestamp: number;
}

function delegationToken(token: AnsweredToken): DelegationToken {
  const { tokenRequesterPrincipalType, tokenRequesterPrincipalName } = token;
  const requester = { principalType: tokenRequesterPrincipalType, principalName: tokenRequesterPrincipalName };
  return {
    tokenId: token.tokenId,
    hmac: Buffer.from(token.hmac),
    owner: formatPrincipal(token),
    requester: requester.principalType === '' ? '' : formatPrincipal(requester),
    renewers: token.renewers.map(formatPrincipal),
    issueTimestamp: token.issueTimestamp,
    expiryTimestamp: token.expiryTimestamp,
    maxTimestamp: token.maxTimestamp,
  };
}

/** Resolves with the new end, in ms since 1970. */
export function renewDelegationToken(
  context: AdminContext,
  hmac: Uint8Array,
  options: RenewDelegationTokenOptions = {},
): Promise<number> {
  const call = new AdminCall(context, 'renewDelegationToken', options);
  const body = { hmac, renewPeriodMs: options.renewTimePeriodMs ?? -1 };
  return askOne(call, toController(), {
    ask: (nodeId) => call.send(nodeId, [renewDelegationTokenRequest, renewDelegationTokenResponse], body),
    read: ({ expiryTimestampMs }) => expiryTimestampMs,
  });
}

/** Resolves with the new end, in ms since 1970. */
export function expireDelegationToken(
  context: AdminContext,
  hmac: Uint8Array,
  options: ExpireDelegationTokenOptions = {},
): Promise<number> {
  const call = new AdminCall(context, 'expireDelegationToken', options);
  const body = { hmac, expiryTimePeriodMs: options.expiryTimePeriodMs ?? -1 };
  return askOne(call, toController(), {
    ask: (nodeId) => call.send(nodeId, [expireDelegationTokenRequest, expireDelegationTokenResponse], body),
    read: ({ expiryTimestampMs }) => expiryTimestampMs,
  });
}

export function describeDelegationToken(
  context: AdminContext,
  options: DescribeDelegationTokenOptions = {},
): Promise<DelegationToken[]> {
  const call = new AdminCall(context, 'describeDelegationToken', options);
  const body = { owners: options.owners?.map(parsePrincipal) ?? null };
  return askOne(call, toAnyBroker(), {
    ask: (nodeId) => call.send(nodeId, [describeDelegationTokenRequest, describeDelegationTokenResponse], body),
    read: ({ tokens }) => tokens.map(delegationToken),
  });
}

function parsePrincipal(text: string): Principal {
  const colon = text.indexOf(':');
  if (colon > 0) return { principalType: text.slice(0, colon), principalName: text.slice(colon + 1) };
  throw errorFor('INVALID_PRINCIPAL_TYPE', `A principal is written as User:alice, not '${text}'`);
}

function formatPrincipal({ principalType, principalName }: Principal): string {
  return `${principalType}:${principalName}`;
}
