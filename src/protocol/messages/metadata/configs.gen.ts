// generated from configs.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../../message-codec.ts';
import { defineCodec } from '../../message-codec.ts';
import type { Reader } from '../../reader.ts';
import type { Writer } from '../../writer.ts';

export interface ConfigRecord {
  resourceType: number;
  resourceName: string;
  name: string;
  value: string | null;
}

export function newConfigRecord(fields?: Partial<ConfigRecord>): ConfigRecord {
  return { resourceType: 0, resourceName: '', name: '', value: '', ...fields };
}

function readConfigRecord0(r: Reader): ConfigRecord {
  const m: ConfigRecord = {
    resourceType: r.int8(),
    resourceName: r.compactString(),
    name: r.compactString(),
    value: r.compactStringOrNull(),
  };
  r.keepTags();
  return m;
}

function writeConfigRecord0(w: Writer, m: ConfigRecord): void {
  w.int8(m.resourceType);
  w.compactString(m.resourceName);
  w.compactString(m.name);
  w.compactStringOrNull(m.value);
  w.uvarint(0);
}

export const configRecord: MessageCodec<ConfigRecord> = defineCodec({
  name: 'ConfigRecord',
  apiKey: 4,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readConfigRecord0],
  writers: [writeConfigRecord0],
});

export interface ClientQuotaRecord {
  entity: ClientQuotaRecordEntityData[];
  key: string;
  value: number;
  remove: boolean;
}

export interface ClientQuotaRecordEntityData {
  entityType: string;
  entityName: string | null;
}

export function newClientQuotaRecord(fields?: Partial<ClientQuotaRecord>): ClientQuotaRecord {
  return { entity: [], key: '', value: 0, remove: false, ...fields };
}

export function newClientQuotaRecordEntityData(fields?: Partial<ClientQuotaRecordEntityData>): ClientQuotaRecordEntityData {
  return { entityType: '', entityName: '', ...fields };
}

function readClientQuotaRecordEntityDataArray0(r: Reader, count: number): ClientQuotaRecordEntityData[] {
  const array: ClientQuotaRecordEntityData[] = [];
  for (let i = 0; i < count; i++) {
    const m: ClientQuotaRecordEntityData = {
      entityType: r.compactString(),
      entityName: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readClientQuotaRecord0(r: Reader): ClientQuotaRecord {
  const m: ClientQuotaRecord = {
    entity: readClientQuotaRecordEntityDataArray0(r, r.compactCount(3)),
    key: r.compactString(),
    value: r.float64(),
    remove: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeClientQuotaRecordEntityDataArray0(w: Writer, array: ClientQuotaRecordEntityData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.entityType);
    w.compactStringOrNull(m.entityName);
    w.uvarint(0);
  }
}

function writeClientQuotaRecord0(w: Writer, m: ClientQuotaRecord): void {
  writeClientQuotaRecordEntityDataArray0(w, m.entity);
  w.compactString(m.key);
  w.float64(m.value);
  w.boolean(m.remove);
  w.uvarint(0);
}

export const clientQuotaRecord: MessageCodec<ClientQuotaRecord> = defineCodec({
  name: 'ClientQuotaRecord',
  apiKey: 14,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readClientQuotaRecord0],
  writers: [writeClientQuotaRecord0],
});

export interface FeatureLevelRecord {
  name: string;
  featureLevel: number;
}

export function newFeatureLevelRecord(fields?: Partial<FeatureLevelRecord>): FeatureLevelRecord {
  return { name: '', featureLevel: 0, ...fields };
}

function readFeatureLevelRecord0(r: Reader): FeatureLevelRecord {
  const m: FeatureLevelRecord = {
    name: r.compactString(),
    featureLevel: r.int16(),
  };
  r.keepTags();
  return m;
}

function writeFeatureLevelRecord0(w: Writer, m: FeatureLevelRecord): void {
  w.compactString(m.name);
  w.int16(m.featureLevel);
  w.uvarint(0);
}

export const featureLevelRecord: MessageCodec<FeatureLevelRecord> = defineCodec({
  name: 'FeatureLevelRecord',
  apiKey: 12,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readFeatureLevelRecord0],
  writers: [writeFeatureLevelRecord0],
});

export interface ProducerIdsRecord {
  brokerId: number;
  brokerEpoch: number;
  nextProducerId: number;
}

export function newProducerIdsRecord(fields?: Partial<ProducerIdsRecord>): ProducerIdsRecord {
  return { brokerId: 0, brokerEpoch: -1, nextProducerId: 0, ...fields };
}

function readProducerIdsRecord0(r: Reader): ProducerIdsRecord {
  const m: ProducerIdsRecord = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    nextProducerId: r.int64(),
  };
  r.keepTags();
  return m;
}

function writeProducerIdsRecord0(w: Writer, m: ProducerIdsRecord): void {
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.int64(m.nextProducerId);
  w.uvarint(0);
}

export const producerIdsRecord: MessageCodec<ProducerIdsRecord> = defineCodec({
  name: 'ProducerIdsRecord',
  apiKey: 15,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readProducerIdsRecord0],
  writers: [writeProducerIdsRecord0],
});
