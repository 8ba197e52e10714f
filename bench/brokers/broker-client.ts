/** The least of a Kafka client: one request, one answer, on a connection of its own. Written on Samsa's own codecs. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import {
  apiVersionsRequest,
  apiVersionsResponse,
  createTopicsRequest,
  createTopicsResponse,
  newApiVersionsRequest,
  newCreateTopicsRequestCreatableTopic,
  newCreateTopicsRequest,
  Reader,
  requestHeader,
  requestHeaderVersion,
  responseHeader,
  responseHeaderVersion,
  Writer,
} from '../../src/protocol/index.ts';
import type { MessageCodec } from '../../src/protocol/index.ts';

const CLIENT_ID = 'samsa-bench';
/** Longer than a broker may take to make a topic. */
const SILENT_MS = 200_000;

/** Resolves when ApiVersions is answered without an error; rejects where nobody listens yet. */
export async function askApiVersions(port: number): Promise<void> {
  const request = newApiVersionsRequest({ clientSoftwareName: CLIENT_ID, clientSoftwareVersion: '1' });
  const { errorCode } = await exchange(
    port,
    { request: apiVersionsRequest, response: apiVersionsResponse, version: 3 },
    request,
  );
  if (errorCode !== 0) throw new Error(`ApiVersions was answered with error ${errorCode}`);
}

export async function createTopic(port: number, name: string, numPartitions: number): Promise<void> {
  const topic = newCreateTopicsRequestCreatableTopic({ name, numPartitions, replicationFactor: 1 });
  const request = newCreateTopicsRequest({ topics: [topic], timeoutMs: 180_000 });
  const api = { request: createTopicsRequest, response: createTopicsResponse, version: 5 };
  const { topics } = await exchange(port, api, request);
  const { errorCode, errorMessage } = topics[0] ?? { errorCode: -1, errorMessage: 'no answer for the topic' };
  if (errorCode !== 0) throw new Error(`CreateTopics ${name}: error ${errorCode} ${errorMessage ?? ''}`);
}

interface ApiVersion<Request, Response> {
  readonly request: MessageCodec<Request>;
  readonly response: MessageCodec<Response>;
  readonly version: number;
}

async function exchange<Request, Response>(
  port: number,
  { request, response, version }: ApiVersion<Request, Response>,
  message: Request,
): Promise<Response> {
  const apiKey = request.apiKey ?? -1;
  const writer = new Writer();
  writer.beginFrame();
  const header = { requestApiKey: apiKey, requestApiVersion: version, correlationId: 1, clientId: CLIENT_ID };
  requestHeader.write(writer, header, requestHeaderVersion(apiKey, version));
  request.write(writer, message, version);
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  try {
    const frame = await answerTo(socket, writer.finishBuffer());
    const reader = new Reader(frame);
    responseHeader.read(reader, responseHeaderVersion(apiKey, version));
    return response.read(reader, version);
  } finally {
    socket.destroy();
  }
}

function answerTo(socket: Socket, frame: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    socket.on('error', reject);
    socket.setTimeout(SILENT_MS, () => reject(new Error(`the broker did not answer for ${SILENT_MS} ms`)));
    socket.on('close', () => reject(new Error('the broker closed the connection')));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      resolve(received.subarray(4, 4 + received.readInt32BE(0)));
    });
    socket.write(frame);
  });
}
