/** What every scenario gets: the broker, the clients that take part, and sessions with them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer } from '../../tools/peers/apache-kafka.ts';
import type { Client, Launch } from '../clients/registry.ts';
import type { BrokerName } from './brokers.ts';
import type { CommandName } from './commands.ts';
import type { Session } from './session.ts';
import { until } from './session.ts';

export interface Participant {
  readonly client: Client;
  readonly launch: Launch;
}

/** One thing that is checked. Its name is `scenario/client` or `scenario/client/detail`; a known gap is told by it. */
export interface Check {
  readonly name: string;
  /** Checks of one lane run one after the other, those of different lanes beside each other. */
  readonly lane: string;
  run(): Promise<void>;
}

export interface Scenario {
  readonly name: string;
  /** Each group of checks begins when the one before it has ended. */
  phases(context: Context): readonly (readonly Check[])[];
}

export class Context {
  readonly broker: BrokerName;
  readonly peer: Peer;
  readonly participants: readonly Participant[];
  readonly #directory: string;
  /** Prepares and observes for clients that cannot do it themselves. */
  readonly helper: Participant;
  readonly #sessions = new Map<string, Promise<Session>>();
  #files = 0;

  constructor(options: {
    broker: BrokerName;
    peer: Peer;
    participants: readonly Participant[];
    helper: Participant;
    directory: string;
  }) {
    this.broker = options.broker;
    this.peer = options.peer;
    this.participants = options.participants;
    this.helper = options.helper;
    this.#directory = options.directory;
    mkdirSync(this.#directory, { recursive: true });
  }

  /** A path for a new file. */
  file(name: string): string {
    return join(this.#directory, `${++this.#files}-${name}`);
  }

  /** The participant's session that all its checks share; a new one where the last has died. */
  async session(participant: Participant): Promise<Session> {
    const { name } = participant.client;
    const known = await this.#sessions.get(name)?.catch(() => undefined);
    if (known?.isOpen === true) return known;
    const opened = this.newSession(participant);
    this.#sessions.set(name, opened);
    return opened;
  }

  /** A session of its own, for a member of a group; whoever opens it closes it. */
  newSession({ client, launch }: Participant): Promise<Session> {
    return launch(this.peer.bootstrap, join(this.#directory, `${client.name}.log`));
  }

  /** The participant itself where it knows the command, or else the client that prepares and observes for those that do not. */
  sessionFor(participant: Participant, command: CommandName): Promise<Session> {
    return this.session(participant.client.lacks.includes(command) ? this.helper : participant);
  }

  able(...commands: readonly CommandName[]): readonly Participant[] {
    return this.participants.filter(({ client }) => !commands.some((command) => client.lacks.includes(command)));
  }

  async createTopic(participant: Participant, topic: string, partitions: number): Promise<void> {
    const session = await this.sessionFor(participant, 'createTopic');
    await session.call('createTopic', { topic, partitions, configs: {} });
    const reader = await this.session(participant);
    const isDescribed = async (): Promise<boolean> =>
      (await reader.call('describeTopic', { topic })).partitions === partitions;
    await this.settles(isDescribed, `${topic} is there`);
    // A real Kafka's broker names the leader of a new partition before it leads. A producer that is quick then loses its
    // first batch and not its second, and retries for ever (OUT_OF_ORDER_SEQUENCE_NUMBER); offsets come only from leaders.
    const isLed = async (): Promise<boolean> =>
      Object.keys((await reader.call('listOffsets', { topic, at: 'latest' })).offsets).length === partitions;
    if (this.broker !== 'samsa') await this.settles(isLed, `${topic} has leaders`);
  }

  /**
   * Waits until a change shows. A single Samsa shows at once what it has acknowledged, so there the first look has to do; a
   * real Kafka's broker follows its controller a little later.
   */
  async settles(condition: () => Promise<boolean>, what: string): Promise<void> {
    let failure = 'it does not';
    const holds = async (): Promise<boolean> => {
      try {
        return await condition();
      } catch (error) {
        failure = String(error);
        return false;
      }
    };
    if (this.broker === 'samsa') {
      if (!(await holds())) throw new Error(`${what}, at once: ${failure}`);
    } else {
      await until(holds, 30_000, () => `${what}: ${failure}`);
    }
  }

  async close(): Promise<void> {
    const sessions = await Promise.allSettled(this.#sessions.values());
    await Promise.all(sessions.map(async (opened) => opened.status === 'fulfilled' && opened.value.close()));
  }
}
