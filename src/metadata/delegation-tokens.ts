/**
 * Delegation tokens (KIP-48, KIP-900) as decisions. Whether anybody may have one at all, and how long at most, is decided
 * before: here a token comes and goes, and its owner and renewers say until when it lives.
 */
import { Errors } from '#protocol';
import type {
  ChangeDelegationTokenCommand,
  ChangeDelegationTokenResult,
  CreateDelegationTokenCommand,
  CreateDelegationTokenResult,
  SweepDelegationTokensCommand,
} from './access-commands.ts';
import { MAX_RECORDS_PER_REQUEST } from './controller-context.ts';
import type { ControllerContext, Decision } from './controller-context.ts';
import type { DelegationToken } from './delegation-token-image.ts';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';
import { randomId } from './topic-id.ts';

export function decideCreateDelegationToken(
  { random }: ControllerContext,
  { owner, requester, renewers, now, maxTimestamp, expirationTimestamp }: CreateDelegationTokenCommand,
): Decision<CreateDelegationTokenResult> {
  const tokenId = randomId(random);
  const token = { owner, requester, renewers, issueTimestamp: now, maxTimestamp, expirationTimestamp, tokenId };
  return { records: [tokenRecord(token)], response: { tokenId } };
}

export function decideRenewDelegationToken(
  context: ControllerContext,
  command: ChangeDelegationTokenCommand,
): Decision<ChangeDelegationTokenResult> {
  return decideChange(context, command, (token) => prolonged(token, command));
}

export function decideExpireDelegationToken(
  context: ControllerContext,
  command: ChangeDelegationTokenCommand,
): Decision<ChangeDelegationTokenResult> {
  return decideChange(context, command, (token) => (command.periodMs < 0 ? null : prolonged(token, command)));
}

/** Takes out what has expired, as many as one append takes. */
export function decideSweepDelegationTokens(
  { image }: ControllerContext,
  { now }: SweepDelegationTokensCommand,
): Decision<{ removed: number }> {
  const records = [...image.delegationTokens.values()]
    .filter((token) => isExpired(token, now))
    .slice(0, MAX_RECORDS_PER_REQUEST)
    .map(({ tokenId }) => metadataRecord('RemoveDelegationTokenRecord', { tokenId }));
  return { records, response: { removed: records.length } };
}

/** `change` gives the token as it shall be, or null for none. */
function decideChange(
  { image }: ControllerContext,
  { tokenId, principal, now }: ChangeDelegationTokenCommand,
  change: (token: DelegationToken) => DelegationToken | null,
): Decision<ChangeDelegationTokenResult> {
  const token = image.delegationTokens.get(tokenId);
  if (token === undefined) return refused(Errors.DELEGATION_TOKEN_NOT_FOUND.code);
  if (isExpired(token, now)) return refused(Errors.DELEGATION_TOKEN_EXPIRED.code);
  if (token.owner !== principal && !token.renewers.includes(principal)) {
    return refused(Errors.DELEGATION_TOKEN_OWNER_MISMATCH.code);
  }
  const changed = change(token);
  const record = changed === null ? metadataRecord('RemoveDelegationTokenRecord', { tokenId }) : tokenRecord(changed);
  return { records: [record], response: { errorCode: 0, expiryTimestampMs: changed?.expirationTimestamp ?? now } };
}

function refused(errorCode: number): Decision<ChangeDelegationTokenResult> {
  return { records: [], response: { errorCode, expiryTimestampMs: 0 } };
}

function isExpired({ maxTimestamp, expirationTimestamp }: DelegationToken, now: number): boolean {
  return maxTimestamp < now || expirationTimestamp < now;
}

function prolonged(token: DelegationToken, { now, periodMs }: ChangeDelegationTokenCommand): DelegationToken {
  return { ...token, expirationTimestamp: Math.min(token.maxTimestamp, now + periodMs) };
}

function tokenRecord(token: DelegationToken): MetadataRecord {
  return metadataRecord('DelegationTokenRecord', { ...token, renewers: [...token.renewers] });
}
