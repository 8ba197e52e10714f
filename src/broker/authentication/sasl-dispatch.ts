/** Requests of a connection that has to log in by SASL: tokens go to the login, requests to the broker when they may. */
import { ConnectionFault, type Exchange, type RequestDispatcher } from '../request-dispatcher.ts';
import type { ClientInfo } from '../handler.ts';
import type { SaslServer } from './sasl-server.ts';

/** As `RequestDispatcher.dispatch`, in the order that a login asks for. */
export function dispatchWithLogin(
  frame: Buffer,
  client: ClientInfo,
  { dispatcher, login }: { readonly dispatcher: RequestDispatcher; readonly login: SaslServer },
): Exchange {
  if (login.takesRawTokens) {
    const response = login.rawToken(frame).then((token) => (token === null ? null : framed(token)));
    return { response, overlaps: false, after: null };
  }
  const refusal = login.refusal(frame.length >= 2 ? frame.readInt16BE(0) : -1);
  if (refusal !== null) throw new ConnectionFault(refusal);
  return dispatcher.dispatch(frame, client);
}

function framed(token: Uint8Array): Uint8Array[] {
  const length = Buffer.alloc(4);
  length.writeInt32BE(token.length);
  return token.length === 0 ? [length] : [length, token];
}
