// generated from configs.schema by tools/codegen: change that and run `npm run generate`

export interface ConfigRecord {
  resourceType: number;
  resourceName: string;
  name: string;
  value: string | null;
}

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

export interface FeatureLevelRecord {
  name: string;
  featureLevel: number;
}

export interface ProducerIdsRecord {
  brokerId: number;
  brokerEpoch: number;
  nextProducerId: number;
}
