/**
 * Transactions by clients that others wrote: a reader of committed records gets exactly the committed ones, in order; the
 * offsets of a group that were sent with a transaction count with it or not at all; a second producer of a transactional id
 * fences the first; and a broker that was killed knows all that when it is back. On a broker of its own, which is killed.
 */
import { RunningBroker } from '../client/running-broker.ts';
import { Wire } from '../client/wire.ts';
import { equal } from '../runner/compare.ts';
import type { Check, Context, Participant, Scenario } from '../runner/context.ts';
import { until } from '../runner/session.ts';
import type { Session } from '../runner/session.ts';

const lastValue = 'the end';
const laterValue = 'the end after the restart';
/** Transactions before the fencing: every second one is aborted. */
const transactionCount = 6;
const leaderDeadlineMs = 30_000;

class ClientRun {
  readonly #context: Context;
  readonly #participant: Participant;
  readonly #name: string;
  /** What a reader of committed records is to see. */
  readonly #committed: string[] = [];
  readonly #transformed: string[] = [];
  #isWritten = false;

  constructor(context: Context, participant: Participant) {
    this.#context = context;
    this.#participant = participant;
    this.#name = participant.client.name;
  }

  async beforeRestart(broker: RunningBroker): Promise<void> {
    await createTopics(broker, [this.#input, this.#output]);
    await this.#withSession(broker, async (session) => {
      await session.call('openTransactional', { producer: 'first', id: this.#id });
      for (let number = 0; number < transactionCount; number++) await this.#transact(session, number);
      await this.#fence(session);
      await this.#transform(session);
      await this.#reads(session, this.#input, [...this.#committed, lastValue]);
      await this.#reads(session, this.#output, [...this.#transformed, lastValue]);
    });
    this.#isWritten = true;
  }

  async afterRestart(broker: RunningBroker): Promise<void> {
    if (!this.#isWritten) throw new Error('it did not come so far before the restart');
    await this.#withSession(broker, async (session) => {
      await this.#reads(session, this.#output, [...this.#transformed, lastValue]);
      await session.call('openTransactional', { producer: 'third', id: this.#id });
      await this.#send(session, 'third', { values: ['aborted after the restart'], end: 'abort' });
      await this.#send(session, 'third', { values: [laterValue], end: 'commit' });
      await this.#reads(session, this.#input, [...this.#committed, lastValue, laterValue]);
      const read = await session.call('transform', { ...this.#transformation, id: `${this.#id}-later`, count: 1 });
      equal(read.values, [this.#committed[7]], 'what the group reads first after the restart');
    });
  }

  async #transact(session: Session, number: number): Promise<void> {
    const values = Array.from({ length: 3 }, (_, place) => `${number}-${place}`);
    const end = number % 2 === 0 ? 'commit' : 'abort';
    await this.#send(session, 'first', { values, end });
    if (end === 'commit') this.#committed.push(...values);
  }

  /** Leaves the zombie's transaction open, has it aborted by the one that comes, and denies the zombie its end. */
  async #fence(session: Session): Promise<void> {
    await this.#send(session, 'first', { values: ['of a zombie'], end: 'none' });
    await session.call('openTransactional', { producer: 'second', id: this.#id });
    const zombie = await session.call('commitOpen', { producer: 'first' }).then(
      () => 'committed',
      (error: unknown) => String(error),
    );
    if (zombie === 'committed') throw new Error('a producer that was fenced could commit');
    if (!/fenced|epoch|newer producer|taken over/i.test(zombie)) throw new Error(`fencing ended otherwise: ${zombie}`);
    await this.#send(session, 'second', { values: ['after the zombie'], end: 'commit' });
    this.#committed.push('after the zombie');
    await this.#send(session, 'second', { values: [lastValue], end: 'commit' });
  }

  /** Four committed, three aborted, and the same three committed: the group goes on from where it had really been. */
  async #transform(session: Session): Promise<void> {
    const parts = [
      { count: 4, end: 'commit' },
      { count: 3, end: 'abort' },
      { count: 3, end: 'commit' },
    ] as const;
    for (const [number, part] of parts.entries()) {
      const at = this.#transformed.length;
      const expected = this.#committed.slice(at, at + part.count);
      const { values } = await session.call('transform', {
        ...this.#transformation,
        id: `${this.#id}-${number}`,
        ...part,
      });
      equal(values, expected, `what transformation ${number} read`);
      if (part.end === 'commit') this.#transformed.push(...expected.map((value) => `${value}!`));
    }
    await session.call('transact', { producer: 'second', topic: this.#output, values: [lastValue], end: 'commit' });
  }

  async #send(
    session: Session,
    producer: string,
    { values, end }: { values: readonly string[]; end: 'commit' | 'abort' | 'none' },
  ): Promise<void> {
    await session.call('transact', { producer, topic: this.#input, values, end });
  }

  async #reads(session: Session, topic: string, expected: readonly string[]): Promise<void> {
    const { values } = await session.call('readCommitted', { topic, until: expected.at(-1) ?? '' });
    equal(values, expected, `the committed records of ${topic}`);
  }

  async #withSession(broker: RunningBroker, work: (session: Session) => Promise<void>): Promise<void> {
    const logFile = this.#context.file(`transactions-${this.#name}.log`);
    const session = await this.#participant.launch(broker.bootstrap, logFile);
    try {
      await work(session);
    } finally {
      await session.close();
    }
  }

  get #id(): string {
    return `id-${this.#name}`;
  }

  get #input(): string {
    return `transactions-${this.#name}`;
  }

  get #output(): string {
    return `transformed-${this.#name}`;
  }

  get #transformation(): { group: string; from: string; to: string; end: 'commit' } {
    return { group: `transformer-${this.#name}`, from: this.#input, to: this.#output, end: 'commit' };
  }
}

/** With a leader each: a real Kafka names it before it leads. */
async function createTopics(broker: RunningBroker, topics: readonly string[]): Promise<void> {
  const wire = await Wire.open(broker.port);
  try {
    for (const topic of topics) {
      await wire.createTopic(topic, 1);
      const isLed = async (): Promise<boolean> => (await wire.offsetAt(topic, 0, -1)) !== null;
      await until(isLed, leaderDeadlineMs, () => `${topic} has no leader`);
    }
  } finally {
    wire.close();
  }
}

export const transactions: Scenario = {
  name: 'transactions',
  phases(context) {
    const runs = context.participants
      .filter(({ client }) => client.knows.includes('transactions'))
      .map((participant) => ({ name: participant.client.name, run: new ClientRun(context, participant) }));
    if (runs.length === 0) return [];
    let started: Promise<RunningBroker> | null = null;
    const broker = (): Promise<RunningBroker> => (started ??= RunningBroker.start(context.broker));
    const restart = async (): Promise<void> => {
      await (await broker()).kill();
      await (await broker()).start();
    };
    const checks = (what: string, work: (run: ClientRun) => Promise<void>): Check[] =>
      runs.map(({ name, run }) => ({ name: `transactions/${name}${what}`, lane: name, run: () => work(run) }));
    const one = (name: string, run: () => Promise<void>): Check => ({ name: `transactions/${name}`, lane: name, run });
    return [
      checks('', async (run) => run.beforeRestart(await broker())),
      [one('kill-and-start', restart)],
      checks('/after-restart', async (run) => run.afterRestart(await broker())),
      [one('the broker ends', async () => (await broker()).discard())],
    ];
  },
};
