/** SCRAM exchanges: every intermediate result, every message from both ends, and the stored credential. */
import { isKafkaError } from '#kernel';
import { scram } from '#protocol';
import type { Outcome, VectorKind } from './kind.ts';
import { outcomeOf } from './kind.ts';

interface ScramLine {
  mechanism: scram.ScramMechanism;
  user: string;
  password: string;
  saslName: string;
  saltHex: string;
  iterations: number;
  clientNonce: string;
  serverNonce: string;
  tokenauth: boolean;
  serverReadsName: boolean;
  saltedPasswordHex: string;
  clientKeyHex: string;
  storedKeyHex: string;
  serverKeyHex: string;
  clientProofHex: string;
  serverSignatureHex: string;
  clientFirst: string;
  serverFirst: string;
  clientFinal: string;
  serverFinal: string;
  credential: string;
}

export const scramKind: VectorKind = {
  name: 'scram',
  *check(lines): Iterable<Outcome> {
    for (const line of lines as readonly ScramLine[]) {
      yield outcomeOf(`${line.mechanism} of ${line.user}`, () => compareExchange(line) ?? compareParsed(line));
    }
  },
};

function compareExchange(line: ScramLine): string | null {
  const { mechanism, iterations } = line;
  const salt = Buffer.from(line.saltHex, 'hex');
  const nonce = line.clientNonce + line.serverNonce;
  const salted = scram.saltedPassword(mechanism, line.password, { salt, iterations });
  const clientKey = scram.clientKey(mechanism, salted);
  const serverKey = scram.serverKey(mechanism, salted);
  const bare = scram.formatClientFirstBare(line.user, line.clientNonce, line.tokenauth);
  const serverFirst = scram.formatServerFirst({ nonce, salt, iterations });
  const withoutProof = scram.formatClientFinalWithoutProof(scram.GS2_HEADER, nonce);
  const signed = scram.authMessage(bare, serverFirst, withoutProof);
  const proof = scram.clientProof(mechanism, clientKey, signed);
  const signature = scram.serverSignature(mechanism, serverKey, signed);
  const made = {
    saslName: scram.encodeSaslName(line.user),
    saltedPasswordHex: salted.toString('hex'),
    clientKeyHex: clientKey.toString('hex'),
    storedKeyHex: scram.storedKey(mechanism, clientKey).toString('hex'),
    serverKeyHex: serverKey.toString('hex'),
    clientProofHex: proof.toString('hex'),
    serverSignatureHex: signature.toString('hex'),
    clientFirst: scram.GS2_HEADER + bare,
    serverFirst,
    clientFinal: scram.formatClientFinal(withoutProof, proof),
    serverFinal: scram.formatServerFinal({ signature }),
    credential: scram.formatScramCredential(
      scram.createScramCredential(mechanism, line.password, { salt, iterations }),
    ),
  };
  for (const [field, value] of Object.entries(made)) {
    const wanted = line[field as keyof typeof made];
    if (value !== wanted) return `${field} is ${value}, not ${wanted}`;
  }
  return null;
}

/** What each end reads of the other's messages, and whether the proof and the signature convince it. */
function compareParsed(line: ScramLine): string | null {
  const credential = scram.parseScramCredential(line.credential);
  const serverFirst = scram.parseServerFirst(line.serverFirst);
  const clientFinal = scram.parseClientFinal(line.clientFinal);
  const serverFinal = scram.parseServerFinal(line.serverFinal);
  if (serverFirst.nonce !== line.clientNonce + line.serverNonce) return `the server's nonce is ${serverFirst.nonce}`;
  if (serverFirst.iterations !== line.iterations) return `the iterations are ${serverFirst.iterations}`;
  if (clientFinal.gs2Header !== scram.GS2_HEADER) return `the channel binding is ${clientFinal.gs2Header}`;
  const bare = line.clientFirst.slice(scram.GS2_HEADER.length);
  const signed = scram.authMessage(bare, line.serverFirst, clientFinal.withoutProof);
  const evidence = { proof: clientFinal.proof, signed };
  if (!scram.isClientProofValid(line.mechanism, credential, evidence)) return 'the proof does not convince';
  const expected = scram.serverSignature(line.mechanism, credential.serverKey, signed);
  if (!('signature' in serverFinal) || !scram.isServerSignatureValid(expected, serverFinal.signature)) {
    return 'the signature does not convince';
  }
  return compareClientFirst(line);
}

function compareClientFirst(line: ScramLine): string | null {
  try {
    const { user, nonce, extensions } = scram.parseClientFirst(line.clientFirst);
    if (!line.serverReadsName) return 'the name was read though it is beyond ASCII';
    if (user !== line.user || nonce !== line.clientNonce) return `the user is ${user}, the nonce ${nonce}`;
    return (extensions.get('tokenauth') === 'true') === line.tokenauth ? null : 'tokenauth was not read';
  } catch (error) {
    if (isKafkaError(error) && !line.serverReadsName) return null;
    throw error;
  }
}
