/**
 * Metrics as OpenTelemetry's protocol has them (OTLP, opentelemetry/proto/metrics/v1/metrics.proto), which is what
 * PushTelemetry carries (KIP-714): MetricsData with one resource and one scope, gauges and monotonic sums of one data point
 * each. Only what is written here is known; the format is stable, so that a few field numbers are all that is needed.
 */

export interface OtlpMetric {
  /** As `org.apache.kafka.producer.record.send.total`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly value: number;
  /** Wall clock, ms since the epoch. */
  readonly timeMs: number;
  /** Of a sum; a gauge has none. */
  readonly sum?: { readonly startTimeMs: number; readonly isDelta: boolean } | undefined;
}

export interface OtlpScope {
  readonly name: string;
}

/** Field numbers, by message. */
const METRICS_DATA = { resourceMetrics: 1 } as const;
const RESOURCE_METRICS = { resource: 1, scopeMetrics: 2 } as const;
const RESOURCE = { attributes: 1 } as const;
const SCOPE_METRICS = { scope: 1, metrics: 2 } as const;
const SCOPE = { name: 1 } as const;
const METRIC = { name: 1, gauge: 5, sum: 7 } as const;
const DATA = { dataPoints: 1, aggregationTemporality: 2, isMonotonic: 3 } as const;
const POINT = { startTimeUnixNano: 2, timeUnixNano: 3, asDouble: 4, attributes: 7 } as const;
const KEY_VALUE = { key: 1, value: 2 } as const;
const ANY_VALUE = { stringValue: 1 } as const;
const TEMPORALITY = { delta: 1, cumulative: 2 } as const;

/** The bytes of a MetricsData. `resource`: the attributes of whose metrics these are. */
export function encodeMetrics(
  resource: Readonly<Record<string, string>>,
  scope: OtlpScope,
  metrics: readonly OtlpMetric[],
): Buffer {
  const scopeMetrics = [
    message(SCOPE_METRICS.scope, [text(SCOPE.name, scope.name)]),
    ...metrics.map((metric) => message(SCOPE_METRICS.metrics, metricFields(metric))),
  ];
  return message(METRICS_DATA.resourceMetrics, [
    message(RESOURCE_METRICS.resource, attributes(RESOURCE.attributes, resource)),
    message(RESOURCE_METRICS.scopeMetrics, scopeMetrics),
  ]);
}

function metricFields(metric: OtlpMetric): Buffer[] {
  const name = text(METRIC.name, metric.name);
  const { sum } = metric;
  if (sum === undefined) return [name, message(METRIC.gauge, [point(metric)])];
  const temporality = sum.isDelta ? TEMPORALITY.delta : TEMPORALITY.cumulative;
  const fields = [
    point(metric),
    varintField(DATA.aggregationTemporality, temporality),
    varintField(DATA.isMonotonic, 1),
  ];
  return [name, message(METRIC.sum, fields)];
}

function point(metric: OtlpMetric): Buffer {
  const fields: Buffer[] = [];
  if (metric.sum !== undefined) fields.push(nanoseconds(POINT.startTimeUnixNano, metric.sum.startTimeMs));
  fields.push(nanoseconds(POINT.timeUnixNano, metric.timeMs), double(POINT.asDouble, metric.value));
  fields.push(...attributes(POINT.attributes, metric.attributes));
  return message(DATA.dataPoints, fields);
}

function attributes(field: number, values: Readonly<Record<string, string>>): Buffer[] {
  return Object.entries(values).map(([key, value]) => {
    return message(field, [text(KEY_VALUE.key, key), message(KEY_VALUE.value, [text(ANY_VALUE.stringValue, value)])]);
  });
}

/** Wire types of protocol buffers. */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;

function message(field: number, parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([varint((field << 3) | LENGTH_DELIMITED), varint(body.length), body]);
}

function text(field: number, value: string): Buffer {
  return message(field, [Buffer.from(value, 'utf8')]);
}

function varintField(field: number, value: number): Buffer {
  return Buffer.concat([varint((field << 3) | VARINT), varint(value)]);
}

function double(field: number, value: number): Buffer {
  const buffer = Buffer.allocUnsafe(9);
  buffer[0] = (field << 3) | FIXED64;
  buffer.writeDoubleLE(value, 1);
  return buffer;
}

function nanoseconds(field: number, timeMs: number): Buffer {
  const buffer = Buffer.allocUnsafe(9);
  buffer[0] = (field << 3) | FIXED64;
  buffer.writeBigUInt64LE(BigInt(Math.trunc(timeMs)) * 1_000_000n, 1);
  return buffer;
}

/** Of a number below 2^32. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}
