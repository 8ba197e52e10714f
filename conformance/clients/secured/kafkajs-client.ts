/** Sends a record by kafkajs with the options of a JSON file, and reads its offset back: FILE TOPIC VALUE [TOKEN]. */
import { readFileSync } from 'node:fs';
import { Kafka, logLevel, type KafkaConfig } from 'kafkajs';

const [file = '', topic = '', value = '', token] = process.argv.slice(2);
const options = JSON.parse(readFileSync(file, 'utf8')) as KafkaConfig;
const sasl =
  token === undefined
    ? {}
    : { sasl: { mechanism: 'oauthbearer' as const, oauthBearerProvider: async () => ({ value: token }) } };
const kafka = new Kafka({ ...options, ...sasl, logLevel: logLevel.NOTHING, retry: { retries: 1 } });
const producer = kafka.producer();
await producer.connect();
const [sent] = await producer.send({ topic, messages: [{ value }] });
await producer.disconnect();
const admin = kafka.admin();
await admin.connect();
const [{ high } = { high: '0' }] = await admin.fetchTopicOffsets(topic);
await admin.disconnect();
if (Number(high) <= Number(sent?.baseOffset))
  throw new Error(`offset ${sent?.baseOffset} was sent, the end is ${high}`);
