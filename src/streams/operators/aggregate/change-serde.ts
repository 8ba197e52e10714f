/**
 * Changes in the repartition topic of a regrouped table, as Kafka Streams has written them since 3.5 (ChangedSerializer): the
 * value and one byte that says what it is: 0 the old one, 1 the new one, 2 both, with the new one's length as a varint first.
 */
import { KafkaError } from '#kernel';
import type { PlanSerde } from '../../plan/plan-nodes.ts';
import { Change } from '../../runtime/change.ts';

const OLD = 0;
const NEW = 1;
const BOTH = 2;

export function changeSerde(values: PlanSerde): PlanSerde {
  return {
    serialize(topic, value) {
      const { newValue, oldValue } = value as Change;
      const newBytes = newValue === null ? null : values.serialize(topic, newValue);
      const oldBytes = oldValue === null ? null : values.serialize(topic, oldValue);
      if (newBytes !== null && oldBytes !== null) {
        return Buffer.concat([varint(newBytes.length), newBytes, oldBytes, Buffer.from([BOTH])]);
      }
      const bytes = newBytes ?? oldBytes;
      if (bytes === null)
        throw new KafkaError('INVALID_CHANGE', 'A change of a table has to have a new or an old value');
      return Buffer.concat([bytes, Buffer.from([newBytes === null ? OLD : NEW])]);
    },
    deserialize(topic, bytes) {
      if (bytes === null) return null;
      const flag = bytes[bytes.length - 1];
      const rest = bytes.subarray(0, bytes.length - 1);
      const change = new Change();
      if (flag === NEW) return change.set(values.deserialize(topic, rest), null);
      if (flag === OLD) return change.set(null, values.deserialize(topic, rest));
      if (flag !== BOTH) throw new KafkaError('CORRUPT_CHANGE', `${topic} holds a change of the unknown kind ${flag}`);
      const { value: length, end } = readVarint(rest);
      const newValue = values.deserialize(topic, rest.subarray(end, end + length));
      return change.set(newValue, values.deserialize(topic, rest.subarray(end + length)));
    },
  };
}

/** Signed as Kafka's records have it (zigzag), though a length is never below 0: seven bits a byte, the lowest first. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value * 2;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}

function readVarint(bytes: Uint8Array): { value: number; end: number } {
  let value = 0;
  for (let at = 0; at < Math.min(5, bytes.length); at++) {
    value |= (bytes[at]! & 0x7f) << (7 * at);
    if (bytes[at]! < 0x80) return { value: value >>> 1, end: at + 1 };
  }
  throw new KafkaError('CORRUPT_CHANGE', 'A change of a table begins with no length');
}
