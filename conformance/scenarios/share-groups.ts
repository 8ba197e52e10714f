/**
 * Share groups (KIP-932) by clients that others wrote: what is accepted or rejected comes once, what is released comes again
 * with a higher delivery count, and the group's next member gets nothing of that, only what is new.
 */
import {
  incrementalAlterConfigsRequest,
  incrementalAlterConfigsResponse,
  newIncrementalAlterConfigsRequest,
} from '../../src/protocol/index.ts';
import { Wire } from '../client/wire.ts';
import { equal } from '../runner/compare.ts';
import type { Delivery } from '../runner/commands.ts';
import type { Check, Context, Participant, Scenario } from '../runner/context.ts';
import { writeRecords } from '../runner/record-file.ts';

const verdicts = ['accept', 'release', 'reject'] as const;
const count = 60;
/** ConfigResource.Type GROUP, and AlterConfigOp SET. */
const GROUP_RESOURCE = 32;
const SET = 0;

/** Before anyone joins: else a share group begins at the end of its topics. */
async function beginsAtTheBeginning(context: Context, group: string): Promise<void> {
  const wire = await Wire.open(context.peer.port);
  try {
    const configs = [{ name: 'share.auto.offset.reset', configOperation: SET, value: 'earliest' }];
    const request = newIncrementalAlterConfigsRequest({
      resources: [{ resourceType: GROUP_RESOURCE, resourceName: group, configs }],
      validateOnly: false,
    });
    const rpc = [incrementalAlterConfigsRequest, incrementalAlterConfigsResponse] as const;
    const { responses } = await wire.call(rpc, request);
    equal(responses[0]?.errorCode, 0, 'the error of setting share.auto.offset.reset');
  } finally {
    wire.close();
  }
}

function byValue(deliveries: readonly Delivery[]): Map<string, number[]> {
  const counts = new Map<string, number[]>();
  for (const { value, deliveryCount } of deliveries) counts.set(value, [...(counts.get(value) ?? []), deliveryCount]);
  return counts;
}

async function run(context: Context, participant: Participant): Promise<void> {
  const { name } = participant.client;
  const [topic, group] = [`share-${name}`, `sharers-${name}`];
  await context.createTopic(participant, topic, 1);
  await beginsAtTheBeginning(context, group);
  const producer = await context.session(participant);
  const send = async (values: readonly string[]): Promise<void> => {
    const file = context.file('share.in');
    const common = { topic: 0, partition: -1, offset: -1, timestamp: -1, key: null, headers: [] };
    writeRecords(
      file,
      values.map((value) => ({ ...common, value: Buffer.from(value) })),
    );
    await producer.call('produce', { topic, codec: 'none', file });
  };
  const values = Array.from({ length: count }, (_, number) => `${verdicts[number % verdicts.length]} ${number}`);
  await send(values);
  const deliveries = count + count / verdicts.length;
  const first = await producer.call('consumeShare', { group, topic, count: deliveries });
  const counts = byValue(first.deliveries);
  for (const value of values)
    equal(counts.get(value), value.startsWith('release') ? [1, 2] : [1], `deliveries of ${value}`);

  await send(['accept what is new']);
  const second = await producer.call('consumeShare', { group, topic, count: 1 });
  equal(second.deliveries, [{ value: 'accept what is new', deliveryCount: 1 }], 'what the next member got');
}

export const shareGroups: Scenario = {
  name: 'share-groups',
  phases: (context) => [
    context.participants
      .filter(({ client }) => client.knows.includes('share-groups'))
      .map((participant): Check => ({
        name: `share-groups/${participant.client.name}`,
        lane: participant.client.name,
        run: () => run(context, participant),
      })),
  ],
};
