/** Certificates that `--secure` makes, as OpenSSL, in this process and by its command, sees them. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import tls from 'node:tls';
import { createAuthority, createClientCertificate, createServerCertificate, validFor } from './certificates.ts';

const now = new Date('2026-11-25T12:00:00Z');
const authority = createAuthority('Samsa CA of höst', validFor(3650, now));
const hosts = ['broker.example', 'localhost', '127.0.0.1', '::1', '2001:db8::7'];
const server = createServerCertificate(authority, hosts, validFor(820, now));

test('an authority signs itself and may sign others', () => {
  const certificate = new X509Certificate(authority.certificate);
  assert.equal(certificate.ca, true);
  assert.equal(certificate.subject, 'CN=Samsa CA of höst');
  assert.ok(certificate.verify(certificate.publicKey));
  assert.ok(certificate.checkIssued(certificate));
});

test("a server's certificate is the authority's, and for its names and addresses alone", () => {
  const certificate = new X509Certificate(server.certificate);
  const issuer = new X509Certificate(authority.certificate);
  assert.ok(certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey));
  assert.equal(certificate.ca, false);
  for (const host of ['broker.example', 'localhost']) assert.equal(certificate.checkHost(host), host);
  for (const address of ['127.0.0.1', '::1', '2001:db8::7']) assert.equal(certificate.checkIP(address), address);
  assert.equal(certificate.checkHost('elsewhere.example'), undefined);
  assert.equal(certificate.validFromDate.toISOString(), '2026-11-25T11:00:00.000Z');
  assert.equal(certificate.validToDate.toISOString(), '2029-02-22T12:00:00.000Z');
  const late = createAuthority('late', validFor(10_000, now));
  assert.equal(new X509Certificate(late.certificate).validToDate.getUTCFullYear(), 2054);
});

test('serial numbers differ', () => {
  const serials = Array.from({ length: 20 }, () => createClientCertificate(authority, 'x', validFor(1, now)));
  assert.equal(new Set(serials.map(({ certificate }) => new X509Certificate(certificate).serialNumber)).size, 20);
});

test('TLS in both directions stands on them', async () => {
  const today = validFor(1, new Date());
  const root = createAuthority('root', today);
  const { certificate: cert, key } = createServerCertificate(root, ['localhost'], today);
  const client = createClientCertificate(root, 'alice', today);
  const options = { cert, key, ca: root.certificate, requestCert: true, rejectUnauthorized: true };
  const listening = tls.createServer(options, (socket) => {
    socket.end(socket.getPeerX509Certificate()?.subject ?? 'nobody');
  });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const socket = tls.connect({
    socket: connectTcp(port, '127.0.0.1'),
    servername: 'localhost',
    ca: root.certificate,
    cert: client.certificate,
    key: client.key,
  });
  const [answer] = (await once(socket, 'data')) as [Buffer];
  assert.equal(answer.toString(), 'CN=alice');
  socket.destroy();
  listening.close();
});
