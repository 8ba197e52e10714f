/**
 * `date` as text, `2024-02-29`: a day of the calendar has no zone and no time, so it is no instant (Avro 1.12
 * specification, "Date"). In the data it is the number of days since 1970-01-01, Gregorian in both directions.
 */
import { types } from 'node:util';
import { AvroDataError, mismatch } from './avro-data-error.ts';

const DAY = /^([+-]\d{4,7}|\d{4})-(\d\d)-(\d\d)$/;
const MS_PER_DAY = 86_400_000;
/** From 0000-03-01, where the counting of leap years is simplest, to 1970-01-01. */
const EPOCH = 719_468;
const DAYS_PER_ERA = 146_097;

/** Years past 9999 or before 0 have a sign and at least six digits, as in ISO 8601. */
export function dayToText(days: number): string {
  const shifted = days + EPOCH;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return `${yearText(yearOfEra + era * 400 + (month <= 2 ? 1 : 0))}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** The days of a text, of a number of days, or of a Date (its day in UTC). Throws AvroDataError. */
export function dayFromText(value: unknown): number {
  if (typeof value === 'number') return value;
  if (types.isDate(value)) return Math.floor(value.getTime() / MS_PER_DAY);
  const match = typeof value === 'string' ? DAY.exec(value) : null;
  if (match === null) throw mismatch('date (a text like "2024-02-29")', value);
  const days = daysOf(Number(match[1]), Number(match[2]), Number(match[3]));
  // A day that is not in the calendar comes back as another one.
  if (dayToText(days).slice(-5) !== `${match[2]}-${match[3]}`) {
    throw new AvroDataError(`expected date, got ${String(value)}, which is not in the calendar`);
  }
  return days;
}

function daysOf(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - EPOCH;
}

function yearText(year: number): string {
  if (year >= 0 && year <= 9999) return String(year).padStart(4, '0');
  return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
