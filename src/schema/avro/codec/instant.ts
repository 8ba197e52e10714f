/**
 * `timestamp-millis` as Date, which is exactly that: milliseconds since 1970 in UTC. The one place of the codec that
 * makes Dates; it never asks for the time. A Date ends at 8.64e15 ms (the year 275760): what lies beyond is refused.
 */
import { types } from 'node:util';
import { AvroDataError, mismatch } from './avro-data-error.ts';

const MAX_MILLIS = 8.64e15;

/** Throws AvroDataError past the years that a Date can hold. */
export function instantFromMillis(millis: number): object {
  if (millis > MAX_MILLIS || millis < -MAX_MILLIS) {
    throw new AvroDataError(`${millis} ms is past what a Date can hold: turn off logicalTypes to read it`);
  }
  // oxlint-disable-next-line no-restricted-globals -- made of a number, it asks nobody for the time
  return new Date(millis);
}

/** The milliseconds of a Date, a number or bigint. Throws AvroDataError. */
export function instantToMillis(value: unknown): number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (!types.isDate(value)) throw mismatch('timestamp-millis (a Date, or milliseconds)', value);
  const millis = value.getTime();
  if (Number.isNaN(millis)) throw new AvroDataError('expected timestamp-millis, got an invalid Date');
  return millis;
}
