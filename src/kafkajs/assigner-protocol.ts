/** What members of a group tell each other, as bytes: the ConsumerProtocol messages, whose later fields are left out. */
import { Reader, Writer } from '#protocol';

export interface Assignment {
  [topic: string]: number[];
}

export interface MemberMetadata {
  version: number;
  topics: string[];
  userData: Buffer;
}

export interface MemberAssignment {
  version: number;
  assignment: Assignment;
  userData: Buffer;
}

type Optional<T, Field extends keyof T> = Omit<T, Field> & Partial<Pick<T, Field>>;

export interface ISerializer<T extends { userData: Buffer }> {
  /** `userData` is empty where absent. */
  encode(value: Optional<T, 'userData'>): Buffer;
  /** Null for bytes that hold nothing. */
  decode(buffer: Buffer): T | null;
}

const NONE = Buffer.alloc(0);

function encode(version: number, writeTopics: (writer: Writer) => void, userData: Buffer = NONE): Buffer {
  const writer = new Writer();
  writer.begin();
  writer.int16(version);
  writeTopics(writer);
  writer.bytes(userData);
  return writer.finishBuffer();
}

/** A copy: what members sent is part of a larger answer. Old members leave it out. */
function userDataOf(reader: Reader): Buffer {
  return reader.remaining < 4 ? NONE : Buffer.from(reader.bytesOrNull() ?? NONE);
}

export const AssignerProtocol: {
  readonly MemberMetadata: ISerializer<MemberMetadata>;
  readonly MemberAssignment: ISerializer<MemberAssignment>;
} = {
  MemberMetadata: {
    encode: ({ version, topics, userData }) =>
      encode(
        version,
        (writer) => {
          writer.count(topics.length);
          writer.strings(topics);
        },
        userData,
      ),
    decode: (buffer) => {
      if (buffer.length < 2) return null;
      const reader = new Reader(buffer);
      const version = reader.int16();
      return { version, topics: reader.strings(reader.count(2)), userData: userDataOf(reader) };
    },
  },
  MemberAssignment: {
    encode: ({ version, assignment, userData }) =>
      encode(
        version,
        (writer) => {
          const topics = Object.entries(assignment);
          writer.count(topics.length);
          for (const [topic, partitions] of topics) {
            writer.string(topic);
            writer.count(partitions.length);
            writer.int32s(partitions);
          }
        },
        userData,
      ),
    decode: (buffer) => {
      if (buffer.length < 2) return null;
      const reader = new Reader(buffer);
      const version = reader.int16();
      const assignment: Assignment = {};
      for (let left = reader.count(6); left > 0; left--) {
        const topic = reader.string();
        assignment[topic] = reader.int32s(reader.count(4));
      }
      return { version, assignment, userData: userDataOf(reader) };
    },
  },
};
