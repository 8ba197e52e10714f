import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectError } from './broken-connection.ts';

const peer = { host: 'localhost', port: 9093, nodeId: -1, isTls: true };

function messageFor(code: string): string {
  const error = connectError(Object.assign(new Error('ssl routines'), { code }), peer);
  assert.equal(error.code, 'TLS_FAILED');
  assert.equal(error.retriable, false);
  return error.message;
}

test('a broker that wants a client certificate is named as such, however its Java says no', () => {
  const codes = [
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'ERR_SSL_UNEXPECTED_MESSAGE',
    'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
  ];
  for (const code of codes) assert.match(messageFor(code), /^localhost:9093: .*set tls\.cert and tls\.key/);
});

test('an answer that is no TLS of the versions asked for names the port and the version', () => {
  const message = messageFor('ERR_SSL_WRONG_VERSION_NUMBER');
  assert.match(message, /does not speak TLS on this port/);
  assert.match(message, /tls\.minVersion/);
});
