/** The JSON Schemas of bodies and answers, for the OpenAPI document (3.1, whose schemas are JSON Schema 2020-12). */
import { COMPATIBILITY_LEVELS } from '#schema';
import { COMPATIBILITY_POLICIES, MODES } from '../../state/entity-shapes.ts';
import type { ShapeName } from '../operation.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

const text: JsonSchema = { type: 'string' };
const flag: JsonSchema = { type: 'boolean' };
const int: JsonSchema = { type: 'integer', format: 'int32' };
const texts: JsonSchema = { type: 'array', items: text };
const textMap: JsonSchema = { type: 'object', additionalProperties: text };

function ref(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

function list(name: string): JsonSchema {
  return { type: 'array', items: ref(name) };
}

function object(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema {
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) };
}

const schemaType: JsonSchema = { type: 'string', enum: ['AVRO', 'JSON', 'PROTOBUF'] };
const mode: JsonSchema = { type: 'string', enum: MODES };
const level: JsonSchema = { type: 'string', enum: COMPATIBILITY_LEVELS };
const content = { references: list('SchemaReference'), metadata: ref('Metadata'), ruleSet: ref('RuleSet') };
const identity = { id: int, version: int, guid: { type: 'string', format: 'uuid' }, schemaType, ...content };
const stored = { ...identity, schema: text, schemaTags: list('SchemaTags'), ts: { type: 'integer' }, deleted: flag };
const config = {
  alias: text,
  aliasForDeks: text,
  normalize: flag,
  validateFields: flag,
  validateNewSchemas: flag,
  validateRules: flag,
  compatibilityPolicy: { type: 'string', enum: COMPATIBILITY_POLICIES },
  compatibilityGroup: text,
  defaultMetadata: ref('Metadata'),
  overrideMetadata: ref('Metadata'),
  defaultRuleSet: ref('RuleSet'),
  overrideRuleSet: ref('RuleSet'),
};

type HelperName =
  | 'SchemaReference'
  | 'Metadata'
  | 'RuleSet'
  | 'Rule'
  | 'SchemaTags'
  | 'ErrorMessage'
  | 'ExplainedVersion'
  | 'SchemaDifference'
  | 'TopicGroup';

export const shapes: Readonly<Record<ShapeName | HelperName, JsonSchema>> = {
  Empty: { type: 'object' },
  ErrorMessage: object({ error_code: int, message: text }, ['error_code', 'message']),
  SchemaReference: object({ name: text, subject: text, version: int }),
  Metadata: object({
    tags: { type: 'object', additionalProperties: texts },
    properties: textMap,
    sensitive: texts,
  }),
  Rule: object({
    name: text,
    doc: text,
    kind: { type: 'string', enum: ['TRANSFORM', 'CONDITION'] },
    mode: { type: 'string', enum: ['UPGRADE', 'DOWNGRADE', 'UPDOWN', 'WRITE', 'READ', 'WRITEREAD'] },
    type: text,
    tags: texts,
    params: textMap,
    expr: text,
    onSuccess: text,
    onFailure: text,
    disabled: flag,
  }),
  RuleSet: object({
    migrationRules: list('Rule'),
    domainRules: list('Rule'),
    encodingRules: list('Rule'),
    enableAt: text,
  }),
  SchemaTags: object({ schemaEntity: object({ entityPath: text, entityType: text }), tags: texts }),
  RegisterSchemaRequest: object({
    version: int,
    id: int,
    schemaType,
    ...content,
    schema: text,
    schemaTagsToAdd: list('SchemaTags'),
    schemaTagsToRemove: list('SchemaTags'),
    propagateSchemaTags: flag,
  }),
  RegisterSchemaResponse: object(stored, ['id']),
  Schema: object({ subject: text, ...stored }, ['subject', 'version', 'id', 'schema']),
  SchemaString: object({ subject: text, ...stored, maxId: int }, ['schema']),
  Config: object({ ...config, compatibilityLevel: level }),
  ConfigUpdateRequest: object({ ...config, compatibility: level }),
  Mode: object({ mode }, ['mode']),
  ModeUpdateRequest: object({ mode }, ['mode']),
  TagSchemaRequest: object({
    newVersion: int,
    tagsToAdd: list('SchemaTags'),
    tagsToRemove: list('SchemaTags'),
    metadata: ref('Metadata'),
    ruleSet: ref('RuleSet'),
    rulesToMerge: ref('RuleSet'),
    rulesToRemove: texts,
  }),
  CompatibilityCheckResponse: object({ is_compatible: flag, messages: texts }, ['is_compatible']),
  ExplainedRegistration: object(
    {
      subject: text,
      compatibility: level,
      isCompatible: flag,
      registeredAs: { oneOf: [object({ id: int, version: int }, ['id', 'version']), { type: 'null' }] },
      versions: list('ExplainedVersion'),
      topic: { type: ['string', 'null'] },
      groups: { oneOf: [list('TopicGroup'), { type: 'null' }] },
    },
    ['subject', 'compatibility', 'isCompatible', 'registeredAs', 'versions', 'topic', 'groups'],
  ),
  ExplainedVersion: object({ version: int, isCompatible: flag, problem: text, differences: list('SchemaDifference') }, [
    'version',
    'isCompatible',
    'differences',
  ]),
  SchemaDifference: object(
    { reader: { type: 'string', enum: ['new', 'old'] }, type: text, path: text, message: text, isCompatible: flag },
    ['reader', 'type', 'path', 'message', 'isCompatible'],
  ),
  TopicGroup: object({ group: text, state: text }, ['group', 'state']),
  SubjectVersion: object({ subject: text, version: int }, ['subject', 'version']),
  ContextId: object({ context: text, id: int }, ['context', 'id']),
  ServerClusterId: object({
    id: text,
    scope: object({
      path: texts,
      clusters: object({ 'kafka-cluster': text, 'schema-registry-cluster': text }),
    }),
  }),
  SchemaRegistryServerVersion: object({ version: text, commitId: text }),
  SchemaRegistryDeployment: object({ attributes: texts }),
  Association: { type: 'object' },
};
