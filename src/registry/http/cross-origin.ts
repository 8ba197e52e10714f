/** Pages of other origins (CORS, as the Fetch standard has it): refused by saying nothing, unless their origin is allowed. */
import type { HttpAnswer, HttpRequest } from './http-exchange.ts';

const MAX_AGE_SECONDS = 600;

/** The answer to a preflight; null where the request is none, or its origin is not allowed. */
export function preflight(
  allowedOrigins: readonly string[],
  request: HttpRequest,
  methods: readonly string[],
): HttpAnswer | null {
  if (originOf(allowedOrigins, request) === null) return null;
  if (request.header('access-control-request-method') === undefined) return null;
  const headers = {
    Allow: methods.join(','),
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': 'Accept, Authorization, Content-Type',
    'Access-Control-Max-Age': String(MAX_AGE_SECONDS),
  };
  return { status: 200, headers, body: '' };
}

export function withCors(allowedOrigins: readonly string[], request: HttpRequest, answer: HttpAnswer): HttpAnswer {
  const origin = originOf(allowedOrigins, request);
  if (origin === null) return answer;
  return { ...answer, headers: { ...answer.headers, 'Access-Control-Allow-Origin': origin, Vary: 'Origin' } };
}

function originOf(allowedOrigins: readonly string[], request: HttpRequest): string | null {
  if (allowedOrigins.length === 0) return null;
  const origin = request.header('origin');
  if (origin === undefined) return null;
  return allowedOrigins.includes('*') || allowedOrigins.includes(origin) ? origin : null;
}
