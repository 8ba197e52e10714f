/** The error codes of transactions as clients of an API's older versions know them. */
import { Errors } from '#protocol';

/** PRODUCER_FENCED is older clients' INVALID_PRODUCER_EPOCH; each API has a version from which on it may be answered. */
export function knownProducerFenced(errorCode: number, apiVersion: number, firstVersion: number): number {
  const isUnknown = errorCode === Errors.PRODUCER_FENCED.code && apiVersion < firstVersion;
  return isUnknown ? Errors.INVALID_PRODUCER_EPOCH.code : errorCode;
}
