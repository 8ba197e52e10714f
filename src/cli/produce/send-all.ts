/** A producer for one command: sends what comes in chunks, shows how it goes, and ends in good order. */
import { reportFailure } from '../connection/report-failure.ts';
import type { InputChunk } from '../records/input-record.ts';
import type { RecordSender } from '../records/record-sender.ts';
import type { Surroundings } from '../surroundings.ts';
import { Interruption } from '../terminal/interruption.ts';
import { complain, tell } from '../terminal/messages.ts';
import { Progress } from '../terminal/progress.ts';
import { bytesText, counted, countText, spanText } from '../terminal/quantities.ts';
import { openProducer } from './open-producer.ts';
import type { SendOptions } from './produce-command.ts';

export interface Sending {
  readonly topic: string;
  readonly options: SendOptions;
  /** Bytes of all input, where that is known. */
  readonly total: number | null;
  /** `Sending`. */
  readonly verb: string;
  /** For who types the records. */
  readonly hint: string | null;
  chunks(signal: AbortSignal): AsyncIterable<InputChunk>;
}

export async function sendAll(surroundings: Surroundings, sending: Sending): Promise<void> {
  const { options, topic } = sending;
  const { producer, sender, topicNames } = await openProducer(surroundings, topic, options);
  using interruption = new Interruption(surroundings.signals);
  try {
    if (sending.hint !== null) tell(surroundings, sending.hint);
    await run(surroundings, { sending, sender, interruption });
    await producer.close();
  } catch (error) {
    // What was taken before the input went wrong is sent, so that the count is what is in the topic.
    if (!sender.hasFailed) await sender.finish().catch(() => undefined);
    await producer.close({ timeoutMs: 0 });
    if (sender.acknowledged > 0) {
      complain(surroundings, `${counted(sender.acknowledged, 'record')} had been sent to ${topic} when this happened:`);
    }
    await reportFailure(error, { surroundings, topicNames, isNewTopicMeant: true });
  }
  interruption.end();
}

interface Run {
  readonly sending: Sending;
  readonly sender: RecordSender;
  readonly interruption: Interruption;
}

async function run(surroundings: Surroundings, { sending, sender, interruption }: Run): Promise<void> {
  const { options, total, verb, topic } = sending;
  const isQuiet = options.quiet === true;
  const progress = new Progress(surroundings.stderr, verb);
  const show = (bytesRead: number): void => {
    if (isQuiet || sending.hint !== null) return;
    const amounts = { records: sender.sent, bytes: sender.bytes };
    progress.show(total === null || total === 0 ? amounts : { ...amounts, fraction: bytesRead / total });
  };
  try {
    for await (const { records, bytesRead } of sending.chunks(interruption.signal)) {
      for (const record of records) {
        const waiting = sender.send(record);
        if (waiting !== null) await waiting;
      }
      show(bytesRead);
    }
    await sender.finish();
  } finally {
    progress[Symbol.dispose]();
  }
  if (!isQuiet) tell(surroundings, summary(topic, sender, progress.elapsedMs));
}

/** `Sent 12,345 records, 1.2 MB, to orders in 3.4 s (3,631/s).` */
function summary(topic: string, { sent, bytes }: RecordSender, elapsedMs: number): string {
  const rate = elapsedMs > 100 ? ` (${countText((sent / elapsedMs) * 1000)}/s)` : '';
  return `Sent ${counted(sent, 'record')}, ${bytesText(bytes)}, to ${topic} in ${spanText(elapsedMs)}${rate}.`;
}
