/** The edge to the platform's `fetch`: a handler from Request to Response, for whatever server or framework has those. */
import type { HttpAnswer, HttpPeer, HttpRequest } from './http-exchange.ts';

const NOBODY: HttpPeer = { address: '', certificate: null };
const EMPTY = new Uint8Array(0);

export type FetchHandler = (request: Request, peer?: HttpPeer) => Promise<Response>;

export function fetchHandler(handle: (request: HttpRequest) => Promise<HttpAnswer>): FetchHandler {
  return async (request, peer = NOBODY) => {
    const { status, headers, body } = await handle(plainRequest(request, peer));
    const isBodiless = status === 204 || status === 304 || request.method === 'HEAD';
    return new Response(isBodiless ? null : Buffer.from(body), { status, headers: { ...headers } });
  };
}

function plainRequest(request: Request, peer: HttpPeer): HttpRequest {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    target: pathname + search,
    peer,
    header: (name) => request.headers.get(name) ?? undefined,
    body: (maxBytes) => readWithin(request.body, maxBytes),
  };
}

async function readWithin(body: AsyncIterable<Uint8Array> | null, maxBytes: number): Promise<Uint8Array | null> {
  if (body === null) return EMPTY;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
