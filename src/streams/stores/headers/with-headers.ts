/** A value and the headers of the record that it came with, as one value of a store (Kafka's AggregationWithHeaders). */
import type { PlanSerde } from '../../plan/plan-nodes.ts';
import type { RecordHeader } from '../../runtime/record-context.ts';
import { headersIn, valueStart, withHeaderBytes } from './header-bytes.ts';

export interface WithHeaders<V> {
  readonly value: V;
  readonly headers: readonly RecordHeader[];
}

/** Headers, and behind them what `values` makes of the value. */
export function withHeadersSerde(values: PlanSerde): PlanSerde {
  return {
    serialize(topic, row) {
      const { value, headers } = row as WithHeaders<unknown>;
      const brief = values.serializeBriefly?.(value) ?? values.serialize(topic, value);
      return brief === null ? null : withHeaderBytes(headers, brief);
    },
    deserialize(topic, bytes) {
      if (bytes === null) return null;
      return { headers: headersIn(bytes), value: values.deserialize(topic, bytes.subarray(valueStart(bytes))) };
    },
  };
}
