import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeMetrics } from './otlp-metrics.ts';

/** Made with the official classes: opentelemetry-proto 1.45.2 for Python, MetricsData.SerializeToString(). */
const OFFICIAL =
  '0add030a300a150a0b636c69656e745f7261636b12060a0465752d310a170a0867726f75705f6964120b0a09677275707065' +
  '2dc3a412a8030a070a0573616d7361125a0a2d6f72672e6170616368652e6b61666b612e70726f64756365722e7265717565' +
  '73742e6c6174656e63792e6176672a290a2719c0d4abc77e68161821000000000000f83f3a130a076e6f64655f696412080a' +
  '066e6f64652d3112500a2b6f72672e6170616368652e6b61666b612e70726f64756365722e7265636f72642e73656e642e74' +
  '6f74616c3a210a1b11000057c07e68161819c0d4abc77e6816182100000000000000001001180112ee010ac8016161616161' +
  '6161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161' +
  '6161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161' +
  '6161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161' +
  '6161616161616161616161616161616161616161616161616161616161616161616161616161616161616161613a210a1b11' +
  '000057c07e68161819c0d4abc77e681618219c7500883ce447fe10021801';

test('metrics are the bytes that the official classes of OpenTelemetry make of them', () => {
  const startTimeMs = 1_735_689_600_000;
  const timeMs = startTimeMs + 123;
  const bytes = encodeMetrics({ client_rack: 'eu-1', group_id: 'gruppe-ä' }, { name: 'samsa' }, [
    {
      name: 'org.apache.kafka.producer.request.latency.avg',
      attributes: { node_id: 'node-1' },
      value: 1.5,
      timeMs,
    },
    {
      name: 'org.apache.kafka.producer.record.send.total',
      attributes: {},
      value: 0,
      timeMs,
      sum: { startTimeMs, isDelta: true },
    },
    { name: 'a'.repeat(200), attributes: {}, value: -2e300, timeMs, sum: { startTimeMs, isDelta: false } },
  ]);
  assert.equal(bytes.toString('hex'), OFFICIAL);
});

test('no metrics at all are a message too', () => {
  assert.equal(encodeMetrics({}, { name: 's' }, []).toString('hex'), '0a090a0012050a030a0173');
});
