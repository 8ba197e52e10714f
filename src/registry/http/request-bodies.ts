/** The bodies of requests, from JSON to the types that decisions take. What is missing is null or empty. */
import type {
  ConfigUpdate,
  ModifyTagsCommand,
  RegisterRequest,
  RuleSet,
  SchemaMetadata,
  SchemaTags,
} from '../registry-types.ts';
import { readMetadata, readReferences, readRuleSet, ShapeError } from '../state/entity-shapes.ts';
import { badRequest } from './errors.ts';
import { arrayOf, booleanOf, integerOf, member, recordOf, stringOf, stringsOf, type JsonRecord } from './json-body.ts';

export function registerRequest(body: JsonRecord): RegisterRequest {
  return {
    version: integerOf(body, 'version'),
    id: integerOf(body, 'id'),
    schemaType: stringOf(body, 'schemaType'),
    references: shaped(() => readReferences(member(body, 'references'))),
    metadata: metadataOf(body, 'metadata'),
    ruleSet: ruleSetOf(body, 'ruleSet'),
    schema: stringOf(body, 'schema'),
    schemaTagsToAdd: schemaTags(body, 'schemaTagsToAdd'),
    schemaTagsToRemove: schemaTags(body, 'schemaTagsToRemove'),
    propagateSchemaTags: booleanOf(body, 'propagateSchemaTags') ?? false,
  };
}

/** Only what stands in the body is in the update: absent and null differ. */
export function configUpdate(body: JsonRecord): ConfigUpdate {
  const update: Record<string, unknown> = {};
  const take = (names: readonly string[], read: (body: JsonRecord, name: string) => unknown): void => {
    for (const name of names) if (Object.hasOwn(body, name)) update[name] = read(body, name);
  };
  take(['alias', 'aliasForDeks', 'compatibility', 'compatibilityPolicy', 'compatibilityGroup'], stringOf);
  take(['normalize', 'validateFields', 'validateNewSchemas', 'validateRules'], booleanOf);
  take(['defaultMetadata', 'overrideMetadata'], metadataOf);
  take(['defaultRuleSet', 'overrideRuleSet'], ruleSetOf);
  // The name that answers have is taken too, as Confluent's server does.
  if (!Object.hasOwn(body, 'compatibility') && Object.hasOwn(body, 'compatibilityLevel')) {
    update['compatibility'] = stringOf(body, 'compatibilityLevel');
  }
  return update;
}

export function tagRequest(body: JsonRecord): ModifyTagsCommand['request'] {
  return {
    newVersion: integerOf(body, 'newVersion'),
    metadata: metadataOf(body, 'metadata'),
    ruleSet: ruleSetOf(body, 'ruleSet'),
    tagsToAdd: schemaTags(body, 'tagsToAdd'),
    tagsToRemove: schemaTags(body, 'tagsToRemove'),
    rulesToMerge: ruleSetOf(body, 'rulesToMerge'),
    rulesToRemove: stringsOf(body, 'rulesToRemove') ?? [],
  };
}

function metadataOf(body: JsonRecord, name: string): SchemaMetadata | null {
  return shaped(() => readMetadata(member(body, name)));
}

function ruleSetOf(body: JsonRecord, name: string): RuleSet | null {
  return shaped(() => readRuleSet(member(body, name)));
}

/** What has another shape than it should have is a bad request. */
function shaped<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw badRequest(error.message);
  }
}

function schemaTags(body: JsonRecord, name: string): readonly SchemaTags[] {
  return (arrayOf(body, name) ?? []).map((item) => {
    const tags = recordOf(item, name);
    const entity = recordOf(member(tags, 'schemaEntity') ?? {}, `${name}.schemaEntity`);
    return {
      schemaEntity: {
        entityPath: stringOf(entity, 'entityPath') ?? '',
        entityType: stringOf(entity, 'entityType') ?? '',
      },
      tags: stringsOf(tags, 'tags') ?? [],
    };
  });
}
