import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { isKafkaError } from '#kernel';
import * as scram from './scram.ts';

const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
const signed = scram.authMessage('n=user,r=a', 'r=ab,s=AA==,i=4096', 'c=biws,r=ab');

test('the exchange of RFC 7677 comes out as printed there', () => {
  const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
  const bare = scram.formatClientFirstBare('user', 'rOprNGfwEbeRWgbNEkqO');
  const serverFirst = scram.formatServerFirst({ nonce, salt, iterations: 4096 });
  assert.equal(serverFirst, `r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`);
  const withoutProof = scram.formatClientFinalWithoutProof(scram.GS2_HEADER, nonce);
  const message = scram.authMessage(bare, serverFirst, withoutProof);
  const salted = scram.saltedPassword('SCRAM-SHA-256', 'pencil', { salt, iterations: 4096 });
  const proof = scram.clientProof('SCRAM-SHA-256', scram.clientKey('SCRAM-SHA-256', salted), message);
  assert.equal(
    scram.formatClientFinal(withoutProof, proof),
    `c=biws,r=${nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`,
  );
  const signature = scram.serverSignature('SCRAM-SHA-256', scram.serverKey('SCRAM-SHA-256', salted), message);
  assert.equal(scram.formatServerFinal({ signature }), 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=');
});

test('a proof made with another password, for another exchange, or of another length does not convince', () => {
  const mechanism = 'SCRAM-SHA-512';
  const credential = scram.createScramCredential(mechanism, 'right', { salt, iterations: 4096 });
  const proofOf = (password: string): Buffer => {
    const salted = scram.saltedPassword(mechanism, password, { salt, iterations: 4096 });
    return scram.clientProof(mechanism, scram.clientKey(mechanism, salted), signed);
  };
  assert.equal(scram.isClientProofValid(mechanism, credential, { proof: proofOf('right'), signed }), true);
  assert.equal(scram.isClientProofValid(mechanism, credential, { proof: proofOf('wrong'), signed }), false);
  assert.equal(scram.isClientProofValid(mechanism, credential, { proof: proofOf('right'), signed: 'x' }), false);
  const short = proofOf('right').subarray(1);
  assert.equal(scram.isClientProofValid(mechanism, credential, { proof: short, signed }), false);
  assert.equal(scram.isServerSignatureValid(salt, salt.subarray(1)), false);
});

test('any ASCII name and any nonce survive the first message, and a stored credential its text', () => {
  const name = fc.string({ unit: fc.integer({ min: 1, max: 127 }).map((c) => String.fromCharCode(c)), minLength: 1 });
  const nonce = fc.stringMatching(/^[!-+\--~]+$/);
  fc.assert(
    fc.property(name, nonce, fc.boolean(), (user, clientNonce, token) => {
      const parsed = scram.parseClientFirst(scram.GS2_HEADER + scram.formatClientFirstBare(user, clientNonce, token));
      assert.equal(parsed.user, user);
      assert.equal(parsed.nonce, clientNonce);
      assert.equal(parsed.gs2Header, scram.GS2_HEADER);
      assert.equal(parsed.extensions.has('tokenauth'), token);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat(99999), (bytes, iterations) => {
      const credential = { salt: bytes, storedKey: bytes, serverKey: bytes, iterations };
      const back = scram.parseScramCredential(scram.formatScramCredential(credential));
      assert.deepEqual({ ...back, salt: new Uint8Array(back.salt) }.salt, bytes);
      assert.equal(back.iterations, iterations);
    }),
  );
});

test('channel binding, unescaped names and everything else that is no SCRAM message is refused as a failed login', () => {
  const refused = [
    () => scram.parseClientFirst('p=tls-unique,,n=user,r=a'),
    () => scram.parseClientFirst('y,,n=user,r=a'),
    () => scram.parseClientFirst('n,,n=us=er,r=a'),
    () => scram.parseClientFirst('n,,n=ünicode,r=a'),
    () => scram.parseClientFirst('n,,m=ext,n=user,r=a'),
    () => scram.parseClientFirst(`n,,n=${'u'.repeat(70_000)},r=a`),
    () => scram.parseClientFirst(''),
    () => scram.parseServerFirst('r=a,s=AA==,i=0'),
    () => scram.parseServerFirst('r=a,s=A,i=4096'),
    () => scram.parseServerFirst('r=a,s=AA==,i=99999999999'),
    () => scram.parseClientFinal('c=biws,r=a'),
    () => scram.parseClientFinal('c=biws,r=a,p=*'),
    () => scram.parseServerFinal('x=1'),
  ];
  for (const parse of refused) {
    assert.throws(parse, (error) => isKafkaError(error, 'SASL_AUTHENTICATION_FAILED'));
  }
  assert.throws(
    () => scram.parseScramCredential('salt=,stored_key=x,server_key=,iterations=1'),
    (error) => isKafkaError(error, 'INVALID_CREDENTIAL'),
  );
  assert.deepEqual(scram.parseServerFinal('e=unknown-user'), { error: 'unknown-user' });
});

test('garbage is parsed or refused, quickly and with nothing but the typed error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
      for (const parse of [scram.parseClientFirst, scram.parseServerFirst, scram.parseClientFinal]) {
        for (const message of [text, `n,,n=${text},r=x`, `r=${text},s=AA==,i=1`, `c=biws,r=x${text},p=AA==`]) {
          try {
            parse(message);
          } catch (error) {
            assert.ok(isKafkaError(error, 'SASL_AUTHENTICATION_FAILED'));
          }
        }
      }
    }),
  );
});
