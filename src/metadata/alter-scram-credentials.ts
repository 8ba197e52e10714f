/**
 * AlterUserScramCredentials (KIP-554) as a decision: users are changed each by itself, and by one alteration in a request.
 * The salted password is turned into what proves it, and is not kept.
 */
import { scram } from '#protocol';
import type { AlterUserScramCredentialsCommand, AlterUserScramCredentialsResult, ApiError } from './access-commands.ts';
import { apiError, NO_ERROR } from './api-error.ts';
import { MAX_RECORDS_PER_REQUEST } from './controller-context.ts';
import type { ControllerContext, Decision } from './controller-context.ts';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

type Deletion = AlterUserScramCredentialsCommand['deletions'][number];
type Upsertion = AlterUserScramCredentialsCommand['upsertions'][number];

export function decideAlterUserScramCredentials(
  { image }: ControllerContext,
  { deletions, upsertions }: AlterUserScramCredentialsCommand,
): Decision<AlterUserScramCredentialsResult[]> {
  /** Of each user what is wrong, or the record; the first thing that is wrong counts. */
  const users = new Map<string, ApiError | (() => MetadataRecord)>();
  const settle = ({ name }: Deletion, error: ApiError | null, record: () => MetadataRecord): void => {
    const earlier = users.get(name);
    if (earlier === undefined) users.set(name, error ?? record);
    else if (typeof earlier === 'function') users.set(name, alteredTwice());
  };
  for (const deletion of deletions) {
    const { name, mechanism } = deletion;
    const exists = image.scramCredential(name, mechanism) !== undefined;
    const error = alterationError(deletion) ?? (exists ? null : notFound());
    settle(deletion, error, () => metadataRecord('RemoveUserScramCredentialRecord', { name, mechanism }));
  }
  for (const upsertion of upsertions) {
    settle(upsertion, alterationError(upsertion) ?? iterationsError(upsertion), () => credentialRecord(upsertion));
  }
  const records: MetadataRecord[] = [];
  const response = [...users].map(([user, settled]) => {
    if (typeof settled !== 'function') return { user, ...settled };
    if (records.length >= MAX_RECORDS_PER_REQUEST) {
      return { user, ...apiError('POLICY_VIOLATION', 'Unable to perform excessively large batch operation.') };
    }
    records.push(settled());
    return { user, ...NO_ERROR };
  });
  return { records, response };
}

function alteredTwice(): ApiError {
  return apiError('DUPLICATE_RESOURCE', 'A user credential cannot be altered twice in the same request');
}

function alterationError({ name, mechanism }: Deletion): ApiError | null {
  if (name === '') return apiError('UNACCEPTABLE_CREDENTIAL', 'Username must not be empty');
  return mechanismOf(mechanism) === undefined
    ? apiError('UNSUPPORTED_SASL_MECHANISM', 'Unknown SCRAM mechanism')
    : null;
}

function notFound(): ApiError {
  return apiError('RESOURCE_NOT_FOUND', 'Attempt to delete a user credential that does not exist');
}

function iterationsError({ iterations }: Upsertion): ApiError | null {
  if (iterations < scram.MIN_SCRAM_ITERATIONS) return apiError('UNACCEPTABLE_CREDENTIAL', 'Too few iterations');
  return iterations > scram.MAX_SCRAM_ITERATIONS ? apiError('UNACCEPTABLE_CREDENTIAL', 'Too many iterations') : null;
}

function credentialRecord({ name, mechanism, salt, saltedPassword, iterations }: Upsertion): MetadataRecord {
  const made = scram.credentialOfSaltedPassword(mechanismOf(mechanism)!, saltedPassword, { salt, iterations });
  return metadataRecord('UserScramCredentialRecord', {
    name,
    mechanism,
    // The request's bytes are a frame's, the record outlives it.
    salt: Buffer.from(salt),
    storedKey: Buffer.from(made.storedKey),
    serverKey: Buffer.from(made.serverKey),
    iterations,
  });
}

/** 1 SCRAM-SHA-256, 2 SCRAM-SHA-512. */
function mechanismOf(code: number): scram.ScramMechanism | undefined {
  return scram.SCRAM_MECHANISMS[code - 1];
}
