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
import { repeated } from './repeated.ts';

type Deletion = AlterUserScramCredentialsCommand['deletions'][number];
type Upsertion = AlterUserScramCredentialsCommand['upsertions'][number];

export function decideAlterUserScramCredentials(
  { image }: ControllerContext,
  { deletions, upsertions }: AlterUserScramCredentialsCommand,
): Decision<AlterUserScramCredentialsResult[]> {
  const records: MetadataRecord[] = [];
  const results = new Map<string, ApiError>();
  const twice = repeated([...deletions, ...upsertions].map(({ name }) => name));
  const settle = (alteration: Deletion | Upsertion, error: ApiError, record: () => MetadataRecord): void => {
    const { name } = alteration;
    if (twice.has(name)) {
      results.set(
        name,
        apiError('DUPLICATE_RESOURCE', 'A user credential cannot be altered twice in the same request'),
      );
    } else if (error.errorCode !== 0) {
      results.set(name, error);
    } else if (records.length >= MAX_RECORDS_PER_REQUEST) {
      results.set(name, apiError('POLICY_VIOLATION', 'Unable to perform excessively large batch operation.'));
    } else {
      results.set(name, NO_ERROR);
      records.push(record());
    }
  };
  for (const deletion of deletions) {
    const { name, mechanism } = deletion;
    const exists = image.scramCredential(name, mechanism) !== undefined;
    const error = alterationError(deletion) ?? (exists ? NO_ERROR : notFound());
    settle(deletion, error, () => metadataRecord('RemoveUserScramCredentialRecord', { name, mechanism }));
  }
  for (const upsertion of upsertions) {
    const error = alterationError(upsertion) ?? iterationsError(upsertion) ?? NO_ERROR;
    settle(upsertion, error, () => credentialRecord(upsertion));
  }
  return { records, response: [...results].map(([user, error]) => ({ user, ...error })) };
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
