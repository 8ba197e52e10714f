/**
 * A group of three members of one client, over twelve partitions that keep filling: members join, one leaves, one is killed.
 * Everything is processed, in each partition's order; once each while members come and go in good order, at least once over
 * the crash; and at the end every offset is committed. By the classic protocol with every client, by the consumer protocol
 * (KIP-848) with those that have it.
 */
import { equal, occurrences, sameRecord, show, sum } from '../runner/compare.ts';
import type { Check, Context, Participant, Scenario } from '../runner/context.ts';
import { flights } from '../runner/flights.ts';
import { readRecords, writeRecords } from '../runner/record-file.ts';
import type { FileRecord } from '../runner/record-file.ts';
import { until } from '../runner/session.ts';
import type { Session } from '../runner/session.ts';

const partitionCount = 12;
const roundLength = 10_000;
const sessionTimeoutMs = 4000;
const heartbeatIntervalMs = 300;
const rebalanceDeadlineMs = 30_000;

type GroupProtocol = 'classic' | 'consumer';

interface Member {
  readonly session: Session;
  readonly file: string;
}

class GroupRun {
  readonly #context: Context;
  readonly #participant: Participant;
  readonly #topic: string;
  readonly #group: string;
  readonly members: Member[] = [];
  readonly #protocol: GroupProtocol;
  #round = 0;

  constructor(context: Context, participant: Participant, protocol: GroupProtocol) {
    this.#context = context;
    this.#participant = participant;
    this.#protocol = protocol;
    this.#topic = `group-${protocol}-${participant.client.name}`;
    this.#group = `members-${protocol}-${participant.client.name}`;
  }

  async start(): Promise<void> {
    await this.#context.createTopic(this.#participant, this.#topic, partitionCount);
  }

  /** Sends the next flights through the client itself. */
  async produce(): Promise<void> {
    const file = this.#context.file('round.in');
    writeRecords(file, flights().slice(this.#round * roundLength, ++this.#round * roundLength));
    const session = await this.#context.session(this.#participant);
    await session.call('produce', { topic: this.#topic, codec: 'none', file });
  }

  async join(): Promise<Member> {
    const file = this.#context.file(`${this.#group}-member`);
    const member = { session: await this.#context.newSession(this.#participant), file };
    this.members.push(member);
    await member.session.call('join', {
      group: this.#group,
      topic: this.#topic,
      file,
      sessionTimeoutMs,
      heartbeatIntervalMs,
      ...(this.#protocol === 'consumer' && { isConsumerProtocol: true }),
    });
    return member;
  }

  /** Waits until these members share all partitions, each with its fair part, and nobody holds one twice. */
  async shared(members: readonly Member[], what: string): Promise<void> {
    const all = Array.from({ length: partitionCount }, (_, partition) => partition);
    const isShared = (): boolean => {
      const parts = members.map(({ session }) => session.assigned);
      const fair = parts.every((part) => part.length === partitionCount / members.length);
      return (
        fair &&
        parts
          .flat()
          .toSorted((a, b) => a - b)
          .join() === all.join()
      );
    };
    await until(
      isShared,
      rebalanceDeadlineMs,
      () => `${what}: ${JSON.stringify(members.map(({ session }) => session.assigned))}`,
    );
  }

  /** Waits until the group has committed everything that was sent. */
  async drained(): Promise<void> {
    const observer = await this.#context.sessionFor(this.#participant, 'committed');
    const sent = this.#round * roundLength;
    let committed = 0;
    const isDrained = async (): Promise<boolean> => {
      committed = sum((await observer.call('committed', { group: this.#group, topic: this.#topic })).offsets);
      return committed === sent;
    };
    await until(isDrained, rebalanceDeadlineMs, () => `${committed} of ${sent} records are committed`);
    const ends = await observer.call('listOffsets', { topic: this.#topic, at: 'latest' });
    equal(sum(ends.offsets), sent, 'the end of the log, and so the lag that is left');
  }

  /** All that the members' files hold so far, and what is in the topic. */
  processed(): FileRecord[] {
    return this.members.flatMap(({ file }) => readRecords(file));
  }

  async inTopic(): Promise<FileRecord[]> {
    const file = this.#context.file('all');
    const session = await this.#context.session(this.#participant);
    await session.call('consume', { topics: [this.#topic], file });
    return readRecords(file);
  }
}

function checkOrder(records: readonly FileRecord[]): void {
  const last = new Map<number, number>();
  for (const { partition, offset } of records) {
    const before = last.get(partition) ?? -1;
    if (offset <= before)
      throw new Error(`a member processed offset ${offset} of partition ${partition} after ${before}`);
    last.set(partition, offset);
  }
}

async function run(context: Context, participant: Participant, protocol: GroupProtocol): Promise<void> {
  const group = new GroupRun(context, participant, protocol);
  try {
    await group.start();
    await group.produce();
    const first = await group.join();
    await group.shared([first], 'one member has all partitions');
    const second = await group.join();
    const third = await group.join();
    await group.shared([first, second, third], 'three members have four partitions each');
    await group.produce();
    await group.drained();

    await first.session.call('leave', {});
    await group.shared([second, third], 'two members are left with six partitions each');
    await group.produce();
    await group.drained();
    const repeated = [...occurrences(group.processed())].filter(([, count]) => count > 1);
    if (repeated.length > 0 && participant.client.repeatsAfterRebalance !== true)
      throw new Error(
        `${repeated.length} records were processed twice, ${repeated[0]?.[0]} among them, though nobody crashed`,
      );

    second.session.kill();
    await second.session.close();
    await group.shared([third], 'the last member has all partitions');
    await group.produce();
    await group.drained();
    await third.session.call('leave', {});
    await checkEverything(group);
  } finally {
    await Promise.all(group.members.map(({ session }) => session.close()));
  }
}

async function checkEverything(group: GroupRun): Promise<void> {
  for (const { file } of group.members) checkOrder(readRecords(file));
  const processed = new Map(group.processed().map((record) => [`${record.partition}:${record.offset}`, record]));
  const sent = await group.inTopic();
  equal(processed.size, sent.length, 'records processed');
  for (const record of sent) {
    const found = processed.get(`${record.partition}:${record.offset}`);
    if (found === undefined || !sameRecord(found, record))
      throw new Error(`not processed as it is in the log: ${show(record)}`);
  }
}

export const groups: Scenario = {
  name: 'groups',
  phases: (context) => [
    context.able('join').map((participant): Check => ({
      name: `groups/${participant.client.name}`,
      lane: participant.client.name,
      run: () => run(context, participant, 'classic'),
    })),
  ],
};

export const consumerProtocol: Scenario = {
  name: 'consumer-protocol',
  phases: (context) => [
    context.participants
      .filter(({ client }) => client.knows.includes('consumer-protocol'))
      .map((participant): Check => ({
        name: `consumer-protocol/${participant.client.name}`,
        lane: participant.client.name,
        run: () => run(context, participant, 'consumer'),
      })),
  ],
};
