/** Properties of the generated codecs, over all messages in all versions. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { MessageCodec } from '#protocol';
import { isProtocolError, ProtocolError, Reader, Writer } from '#protocol';
import { codecOf, definitionOf, messageNames } from '../vectors/codecs.ts';
import { difference } from '../vectors/json-message.ts';
import { arbitraryMessage } from './arbitrary-message.ts';
import type { Message } from './definition.ts';
import { versionsOf } from './definition.ts';

const RUNS = { numRuns: 20, seed: 20251125 };

function forEachVersion(body: (codec: MessageCodec<unknown>, definition: Message, version: number) => void): void {
  for (const name of messageNames) {
    const definition = definitionOf(name);
    for (const version of versionsOf(definition.versions)) body(codecOf(name), definition, version);
  }
}

function encode(codec: MessageCodec<unknown>, message: unknown, version: number): Buffer {
  const writer = new Writer();
  codec.write(writer, message, version);
  return writer.finishBuffer();
}

/** Reads, and answers null where the reader refuses with its one error. */
function readOrRefuse(codec: MessageCodec<unknown>, bytes: Uint8Array, version: number): unknown {
  try {
    return codec.read(new Reader(bytes), version);
  } catch (error) {
    if (isProtocolError(error)) return null;
    throw error;
  }
}

describe('codecs', () => {
  test('every message in every version is read as it was written', () => {
    forEachVersion((codec, definition, version) => {
      const property = fc.property(arbitraryMessage(definition, version), (message) => {
        const reader = new Reader(encode(codec, message, version));
        assert.equal(difference(codec.read(reader, version), message), null, `${codec.name} ${version}`);
        reader.expectEnd();
      });
      fc.assert(property, RUNS);
    });
  });

  test('a message cut short is refused with a ProtocolError', () => {
    forEachVersion((codec, definition, version) => {
      const cut = fc.tuple(
        arbitraryMessage(definition, version),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      );
      const property = fc.property(cut, ([message, part]) => {
        const bytes = encode(codec, message, version);
        if (bytes.length === 0) return;
        const short = bytes.subarray(0, Math.floor(bytes.length * part));
        assert.throws(() => codec.read(new Reader(short), version), ProtocolError, `${codec.name} ${version}`);
      });
      fc.assert(property, RUNS);
    });
  });

  test('garbage is read or refused with a ProtocolError, nothing else', () => {
    forEachVersion((codec, _definition, version) => {
      const property = fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readOrRefuse(codec, bytes, version);
      });
      fc.assert(property, RUNS);
    });
  });

  test('a message with one byte changed is read or refused with a ProtocolError, nothing else', () => {
    forEachVersion((codec, definition, version) => {
      const change = fc.tuple(arbitraryMessage(definition, version), fc.nat(), fc.integer({ min: 1, max: 255 }));
      const property = fc.property(change, ([message, at, mask]) => {
        const bytes = encode(codec, message, version);
        if (bytes.length === 0) return;
        bytes[at % bytes.length]! ^= mask;
        readOrRefuse(codec, bytes, version);
      });
      fc.assert(property, RUNS);
    });
  });

  test('a version that a message does not have is refused', () => {
    for (const name of messageNames) {
      const codec = codecOf(name);
      for (const version of [codec.minVersion - 1, codec.maxVersion + 1, 0.5]) {
        assert.throws(() => codec.read(new Reader(Buffer.alloc(100)), version), { code: 'UNSUPPORTED_VERSION' });
      }
    }
  });
});
