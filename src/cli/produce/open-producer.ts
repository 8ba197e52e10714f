/** The producer of a command that sends many records. */
import { Producer, producerConfigs } from '#client';
import { lookUpTopicNames } from '../connection/admin-session.ts';
import { checkReachable } from '../connection/bootstrap-servers.ts';
import { clientSettings } from '../connection/client-options.ts';
import { commandEnv } from '../connection/command-env.ts';
import { RecordSender } from '../records/record-sender.ts';
import type { Surroundings } from '../surroundings.ts';
import type { SendOptions } from './produce-command.ts';

export interface OpenProducer {
  readonly producer: Producer;
  readonly sender: RecordSender;
  /** For who gave a topic that does not exist. */
  topicNames(): Promise<readonly string[]>;
}

/** Throws a UsageError, or BOOTSTRAP_FAILED where nobody answers. */
export async function openProducer(
  surroundings: Surroundings,
  topic: string,
  options: SendOptions,
): Promise<OpenProducer> {
  const settings = clientSettings('producer', producerConfigs, options, surroundings);
  await checkReachable(settings.addresses, options.timeout);
  const sender = new RecordSender(topic);
  const producer = new Producer({
    maxBlockMs: options.timeout,
    ...settings.options,
    ...(options.acks === undefined ? {} : { acks: options.acks }),
    ...(options.compression === undefined ? {} : { compressionType: options.compression }),
    env: commandEnv(),
    onDelivery: sender.onDelivery,
  });
  sender.use(producer);
  return { producer, sender, topicNames: () => lookUpTopicNames(settings.options, options) };
}
