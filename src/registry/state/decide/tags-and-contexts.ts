/** Decides changes of tags, metadata and rules of a version, which make a new version, and the deletion of contexts. */
import type { Decision, ModifyTagsCommand, RegistryWorld } from '../../registry-types.ts';
import { contextNotEmpty, operationNotPermitted, subjectNotFound, versionNotFound } from '../../registry-errors.ts';
import { latestLive } from '../candidate.ts';
import { retagged } from '../inline-tags.ts';
import { mergeRuleSets, withoutRules } from '../merged-entities.ts';
import { contextName, DEFAULT_CONTEXT, qualify } from '../qualified-subject.ts';
import type { RegistryState } from '../registry-state.ts';
import { DEFAULT_TENANT } from '../store-keys.ts';
import { decideRegister } from './register.ts';

/** Answers as a registration does. Throws RegistryError. */
export function decideModifyTags(state: RegistryState, command: ModifyTagsCommand, world: RegistryWorld): Decision {
  const { subject, version: wanted, request } = command;
  const owner = state.schemas.subject(subject);
  if (owner === null) throw subjectNotFound(subject);
  const base = wanted === -1 ? latestLive(owner) : state.schemas.version(subject, wanted);
  if (base === null || base.isDeleted) throw versionNotFound(wanted === -1 ? 'latest' : wanted);
  const { content } = base;
  const rules = withoutRules(request.ruleSet ?? content.ruleSet, request.rulesToRemove);
  return decideRegister(
    state,
    {
      type: 'register',
      subject,
      request: {
        version: request.newVersion,
        id: null,
        schemaType: content.schemaType,
        references: content.references,
        metadata: request.metadata ?? content.metadata,
        ruleSet: mergeRuleSets(rules, request.rulesToMerge),
        schema: retagged(content, { add: request.tagsToAdd, remove: request.tagsToRemove }),
        schemaTagsToAdd: [],
        schemaTagsToRemove: [],
        propagateSchemaTags: false,
      },
      normalize: false,
      format: null,
      force: false,
    },
    world,
  );
}

/** Answers nothing. Throws RegistryError 42205, 42211. */
export function decideDeleteContext(state: RegistryState, name: string): Decision {
  const context = contextName(name);
  if (context === DEFAULT_CONTEXT) throw operationNotPermitted('The default context cannot be deleted');
  const scope = qualify(context, '');
  if (state.subjectsIn(scope).length > 0) throw contextNotEmpty(context);
  const records = [
    ...(state.modeAt(scope) === null ? [] : state.recordsFor({ keytype: 'MODE', subject: scope }, null)),
    ...(state.configAt(scope) === null ? [] : state.recordsFor({ keytype: 'CONFIG', subject: scope }, null)),
    ...(state.isContextRecorded(context)
      ? state.recordsFor({ keytype: 'CONTEXT', tenant: DEFAULT_TENANT, context }, null)
      : []),
  ];
  return { records, answer: undefined };
}
