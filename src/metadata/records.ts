/**
 * The records of the cluster metadata, which are Kafka's own (KIP-631), and their form in a record batch: an unsigned
 * varint each for the frame's version, the record's API key and version, then the message.
 *
 * A record that this table lacks can be read by nobody here and is refused, never skipped: leaving out a change would
 * give another state than the one that was decided.
 */
import { KafkaError } from '#kernel';
import {
  abortTransactionRecord,
  accessControlEntryRecord,
  beginTransactionRecord,
  brokerRegistrationChangeRecord,
  clientQuotaRecord,
  configRecord,
  delegationTokenRecord,
  endTransactionRecord,
  featureLevelRecord,
  noOpRecord,
  partitionChangeRecord,
  partitionRecord,
  producerIdsRecord,
  Reader,
  registerBrokerRecord,
  registerControllerRecord,
  removeAccessControlEntryRecord,
  removeDelegationTokenRecord,
  removeTopicRecord,
  removeUserScramCredentialRecord,
  topicRecord,
  unregisterBrokerRecord,
  userScramCredentialRecord,
} from '#protocol';
import type { MessageCodec, Writer } from '#protocol';

interface RecordCodecs {
  readonly RegisterBrokerRecord: typeof registerBrokerRecord;
  readonly UnregisterBrokerRecord: typeof unregisterBrokerRecord;
  readonly BrokerRegistrationChangeRecord: typeof brokerRegistrationChangeRecord;
  readonly TopicRecord: typeof topicRecord;
  readonly PartitionRecord: typeof partitionRecord;
  readonly PartitionChangeRecord: typeof partitionChangeRecord;
  readonly RemoveTopicRecord: typeof removeTopicRecord;
  readonly ConfigRecord: typeof configRecord;
  readonly AccessControlEntryRecord: typeof accessControlEntryRecord;
  readonly RemoveAccessControlEntryRecord: typeof removeAccessControlEntryRecord;
  readonly UserScramCredentialRecord: typeof userScramCredentialRecord;
  readonly RemoveUserScramCredentialRecord: typeof removeUserScramCredentialRecord;
  readonly DelegationTokenRecord: typeof delegationTokenRecord;
  readonly RemoveDelegationTokenRecord: typeof removeDelegationTokenRecord;
  readonly ClientQuotaRecord: typeof clientQuotaRecord;
  readonly FeatureLevelRecord: typeof featureLevelRecord;
  readonly ProducerIdsRecord: typeof producerIdsRecord;
  readonly RegisterControllerRecord: typeof registerControllerRecord;
  readonly BeginTransactionRecord: typeof beginTransactionRecord;
  readonly AbortTransactionRecord: typeof abortTransactionRecord;
  readonly EndTransactionRecord: typeof endTransactionRecord;
  readonly NoOpRecord: typeof noOpRecord;
}

type RecordName = keyof RecordCodecs;
type MessageOf<N extends RecordName> = RecordCodecs[N] extends MessageCodec<infer T> ? T : never;

/** Each codec with the version that is written; what is read may have any version of the codec. */
const recordTypes: { readonly [N in RecordName]: { readonly codec: RecordCodecs[N]; readonly version: number } } = {
  RegisterBrokerRecord: { codec: registerBrokerRecord, version: 3 },
  UnregisterBrokerRecord: { codec: unregisterBrokerRecord, version: 0 },
  BrokerRegistrationChangeRecord: { codec: brokerRegistrationChangeRecord, version: 2 },
  TopicRecord: { codec: topicRecord, version: 0 },
  PartitionRecord: { codec: partitionRecord, version: 2 },
  PartitionChangeRecord: { codec: partitionChangeRecord, version: 2 },
  RemoveTopicRecord: { codec: removeTopicRecord, version: 0 },
  ConfigRecord: { codec: configRecord, version: 0 },
  AccessControlEntryRecord: { codec: accessControlEntryRecord, version: 0 },
  RemoveAccessControlEntryRecord: { codec: removeAccessControlEntryRecord, version: 0 },
  UserScramCredentialRecord: { codec: userScramCredentialRecord, version: 0 },
  RemoveUserScramCredentialRecord: { codec: removeUserScramCredentialRecord, version: 0 },
  DelegationTokenRecord: { codec: delegationTokenRecord, version: 0 },
  RemoveDelegationTokenRecord: { codec: removeDelegationTokenRecord, version: 0 },
  ClientQuotaRecord: { codec: clientQuotaRecord, version: 0 },
  FeatureLevelRecord: { codec: featureLevelRecord, version: 0 },
  ProducerIdsRecord: { codec: producerIdsRecord, version: 0 },
  RegisterControllerRecord: { codec: registerControllerRecord, version: 0 },
  BeginTransactionRecord: { codec: beginTransactionRecord, version: 0 },
  AbortTransactionRecord: { codec: abortTransactionRecord, version: 0 },
  EndTransactionRecord: { codec: endTransactionRecord, version: 0 },
  NoOpRecord: { codec: noOpRecord, version: 0 },
};

/** One change of the metadata: `{ type: 'TopicRecord', message }`. */
export type MetadataRecord = {
  readonly [N in RecordName]: { readonly type: N; readonly message: MessageOf<N> };
}[RecordName];

const FRAME_VERSION = 1;

const namesByApiKey: ReadonlyMap<number, RecordName> = new Map(
  (Object.keys(recordTypes) as RecordName[]).map((name) => [recordTypes[name].codec.apiKey, name]),
);

/** Makes a record; the message's type follows from the name. */
export function metadataRecord<N extends RecordName>(type: N, message: MessageOf<N>): MetadataRecord {
  return { type, message } as MetadataRecord;
}

/** Appends the frame of `record` to the message that `writer` is in. */
export function writeMetadataRecord(writer: Writer, record: MetadataRecord): void {
  const { codec, version } = recordTypes[record.type];
  writer.uvarint(FRAME_VERSION);
  writer.uvarint(codec.apiKey);
  writer.uvarint(version);
  (codec as MessageCodec<MetadataRecord['message']>).write(writer, record.message, version);
}

/** Fails with UNSUPPORTED_VERSION for a frame, a record type or a version that this release does not know. */
export function readMetadataRecord(value: Uint8Array): MetadataRecord {
  const record = readKnownMetadataRecord(value);
  if (typeof record === 'number') throw unsupported(`a record of type ${record}`);
  return record;
}

/** As `readMetadataRecord`, but gives the type's API key for a record of a type that this release does not know. */
export function readKnownMetadataRecord(value: Uint8Array): MetadataRecord | number {
  const reader = new Reader(value);
  const frameVersion = reader.uvarint();
  if (frameVersion !== FRAME_VERSION) throw unsupported(`a frame of version ${frameVersion}`);
  const apiKey = reader.uvarint();
  const version = reader.uvarint();
  const type = namesByApiKey.get(apiKey);
  if (type === undefined) return apiKey;
  const codec = recordTypes[type].codec as MessageCodec<MetadataRecord['message']>;
  if (version > codec.maxVersion) throw unsupported(`version ${version} of ${type}`);
  return { type, message: codec.read(reader, version) } as MetadataRecord;
}

function unsupported(what: string): KafkaError {
  return new KafkaError('UNSUPPORTED_VERSION', `the cluster metadata has ${what}, which this version cannot read`);
}
