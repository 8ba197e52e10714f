/**
 * What HTTP itself refuses, before an operation is asked: in the shape of all errors of the registry, with the status as
 * the code, as Confluent's server has it (`{"error_code":404,"message":"HTTP 404 Not Found"}`).
 */

/** The shape of every error: a RegistryError has it too. */
export interface ErrorBody {
  readonly status: number;
  readonly errorCode: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class HttpError extends Error implements ErrorBody {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly errorCode: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, options: { errorCode?: number; headers?: Record<string, string> } = {}) {
    super(message);
    this.status = status;
    this.errorCode = options.errorCode ?? status;
    this.headers = options.headers ?? {};
  }
}

/** No such path, or a parameter of it that is no number. */
export function notFound(): HttpError {
  return new HttpError(404, 'HTTP 404 Not Found');
}

export function methodNotAllowed(allowed: readonly string[]): HttpError {
  return new HttpError(405, 'HTTP 405 Method Not Allowed', { headers: { Allow: allowed.join(',') } });
}

export function notAcceptable(): HttpError {
  return new HttpError(406, 'HTTP 406 Not Acceptable');
}

export function unsupportedMediaType(): HttpError {
  return new HttpError(415, 'HTTP 415 Unsupported Media Type');
}

export function bodyTooLarge(maxBytes: number): HttpError {
  return new HttpError(413, `The request has more than ${maxBytes} bytes`);
}

export function badRequest(message: string): HttpError {
  return new HttpError(400, message);
}

/** A body that is missing, or lacks what it must have. */
export function unprocessable(message: string): HttpError {
  return new HttpError(422, message);
}

export function unauthorized(challenges: readonly string[]): HttpError {
  return new HttpError(401, 'Unauthorized', { errorCode: 401, headers: { 'WWW-Authenticate': challenges.join(', ') } });
}

export function forbidden(message: string): HttpError {
  return new HttpError(403, message, { errorCode: 40301 });
}

export function overloaded(): HttpError {
  return new HttpError(503, 'Too many requests at a time', { headers: { 'Retry-After': '1' } });
}
