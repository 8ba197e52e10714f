/** Small services by HTTP: a request and its answer as plain data. The server is `serveHttp` of `#kernel/node`, or a test's. */

export interface HttpRequest {
  readonly method: string;
  /** Path and query as they came, still encoded. */
  readonly target: string;
  /** By its name in lower case. */
  header(name: string): string | undefined;
  /** The whole body; null where it has more than `maxBytes`. To be called once. */
  body(maxBytes: number): Promise<Uint8Array | null>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpPlace {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
}

/** One that listens. */
export interface HttpServer extends HttpPlace {
  /** Ends all connections. */
  close(): Promise<void>;
}

/** The handler never rejects. */
export type ServeHttp = (
  place: HttpPlace,
  handle: (request: HttpRequest) => Promise<HttpAnswer>,
) => Promise<HttpServer>;
