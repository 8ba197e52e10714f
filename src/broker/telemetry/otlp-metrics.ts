/**
 * Reads what clients push (KIP-714): MetricsData of OpenTelemetry's protocol (opentelemetry/proto/metrics/v1). Gauges and
 * sums of numbers are taken, other kinds are passed over.
 *
 * Invariant: whatever the bytes are, what is made of them is bounded, by `limits` and by their own number.
 */
import { KafkaError } from '#kernel';

export interface ReceivedMetric {
  readonly name: string;
  readonly unit: string;
  /** Those of the data point, sorted by name. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly value: number;
  readonly kind: 'gauge' | 'sum';
  /** The value is what was added since the last push. */
  readonly isDelta: boolean;
  readonly isMonotonic: boolean;
}

export interface ReceivedMetrics {
  /** Of whose metrics these are: `producer_id`, `group_id`, …; sorted by name. */
  readonly resource: readonly (readonly [name: string, value: string])[];
  readonly metrics: readonly ReceivedMetric[];
}

export interface OtlpLimits {
  readonly maxMetrics: number;
  readonly maxAttributes: number;
  /** Of names and values; longer names are left out, longer values are cut. */
  readonly maxLength: number;
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
const DELTA = 1;

/** Fails with INVALID_RECORD where the bytes are no such message. What is beyond the limits is left out. */
export function readMetrics(bytes: Uint8Array, limits: OtlpLimits): ReceivedMetrics {
  const metrics: ReceivedMetric[] = [];
  const resource = new Map<string, string>();
  for (const resourceMetrics of messagesOf(bytes, 1)) {
    for (const one of messagesOf(resourceMetrics, 1)) readAttributes(one, 1, { into: resource, limits });
    for (const scope of messagesOf(resourceMetrics, 2)) {
      for (const metric of messagesOf(scope, 2)) readMetric(metric, { metrics, limits });
    }
  }
  return { resource: sorted(resource), metrics };
}

interface Target {
  readonly metrics: ReceivedMetric[];
  readonly limits: OtlpLimits;
}

function readMetric(bytes: Uint8Array, target: Target): void {
  let name = '';
  let unit = '';
  let data: Uint8Array | null = null;
  let kind: ReceivedMetric['kind'] = 'gauge';
  for (const field of fieldsOf(bytes)) {
    if (field.bytes === null) continue;
    if (field.number === 1) name = textOf(field.bytes);
    else if (field.number === 3) unit = textOf(field.bytes);
    else if (field.number === 5 || field.number === 7) {
      data = field.bytes;
      kind = field.number === 5 ? 'gauge' : 'sum';
    }
  }
  if (data === null || name === '' || name.length > target.limits.maxLength) return;
  let isDelta = false;
  let isMonotonic = false;
  const points: Uint8Array[] = [];
  for (const field of fieldsOf(data)) {
    if (field.number === 1 && field.bytes !== null) points.push(field.bytes);
    else if (field.number === 2) isDelta = field.value === DELTA;
    else if (field.number === 3) isMonotonic = field.value !== 0;
  }
  for (const point of points) {
    if (target.metrics.length >= target.limits.maxMetrics) return;
    const attributes = new Map<string, string>();
    readAttributes(point, 7, { into: attributes, limits: target.limits });
    const value = numberOf(point);
    if (value === null) continue;
    target.metrics.push({
      name,
      unit: unit.slice(0, target.limits.maxLength),
      attributes: sorted(attributes),
      value,
      kind,
      isDelta,
      isMonotonic,
    });
  }
}

/** `as_double`, or `as_int`; null where the point has neither. */
function numberOf(point: Uint8Array): number | null {
  let value: number | null = null;
  for (const field of fieldsOf(point)) {
    if (field.wireType !== FIXED64 || field.bytes === null) continue;
    const view = new DataView(field.bytes.buffer, field.bytes.byteOffset, 8);
    if (field.number === 4) value = view.getFloat64(0, true);
    else if (field.number === 6) value = Number(view.getBigInt64(0, true));
  }
  return value;
}

function readAttributes(
  bytes: Uint8Array,
  number: number,
  { into, limits }: { into: Map<string, string>; limits: OtlpLimits },
): void {
  for (const attribute of messagesOf(bytes, number)) {
    if (into.size >= limits.maxAttributes) return;
    let key = '';
    let value = '';
    for (const field of fieldsOf(attribute)) {
      if (field.bytes === null) continue;
      if (field.number === 1) key = textOf(field.bytes);
      else if (field.number === 2) value = anyValueOf(field.bytes);
    }
    if (key !== '' && key.length <= limits.maxLength) into.set(key, value.slice(0, limits.maxLength));
  }
}

/** Texts, numbers and booleans; of lists and the like nothing is left. */
function anyValueOf(bytes: Uint8Array): string {
  let value = '';
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1 && field.bytes !== null) value = textOf(field.bytes);
    else if (field.number === 2) value = field.value !== 0 ? 'true' : 'false';
    else if (field.number === 3) value = String(field.value);
    else if (field.number === 4 && field.bytes?.length === 8) {
      value = String(new DataView(field.bytes.buffer, field.bytes.byteOffset, 8).getFloat64(0, true));
    }
  }
  return value;
}

interface Field {
  readonly number: number;
  readonly wireType: number;
  /** Of a varint. */
  readonly value: number;
  /** Of anything but a varint. */
  readonly bytes: Uint8Array | null;
}

function* messagesOf(bytes: Uint8Array, number: number): Generator<Uint8Array> {
  for (const field of fieldsOf(bytes)) {
    if (field.number === number && field.wireType === BYTES && field.bytes !== null) yield field.bytes;
  }
}

function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  const cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const tag = varint(cursor);
    const wireType = tag % 8;
    const number = Math.floor(tag / 8);
    if (wireType === VARINT) {
      yield { number, wireType, value: varint(cursor), bytes: null };
      continue;
    }
    const length = wireType === FIXED64 ? 8 : wireType === FIXED32 ? 4 : wireType === BYTES ? varint(cursor) : -1;
    if (length < 0 || cursor.at + length > bytes.length) throw damaged();
    yield { number, wireType, value: 0, bytes: bytes.subarray(cursor.at, cursor.at + length) };
    cursor.at += length;
  }
}

/** Beyond 2^53 a number loses digits, which only a negative one has here. */
function varint(cursor: { readonly bytes: Uint8Array; at: number }): number {
  let value = 0;
  let factor = 1;
  for (let i = 0; i < 10; i++) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) throw damaged();
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
    factor *= 128;
  }
  throw damaged();
}

function damaged(): KafkaError {
  return new KafkaError('INVALID_RECORD', 'the metrics are no OpenTelemetry MetricsData');
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function sorted(attributes: ReadonlyMap<string, string>): (readonly [string, string])[] {
  return [...attributes].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
