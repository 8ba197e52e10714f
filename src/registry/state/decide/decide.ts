/**
 * Every write of the registry, decided over its state: pure and synchronous. What it answers is true once the records that
 * it asks for are written and applied; nothing changes before.
 */
import type { Decision, RegistryCommand, RegistryWorld } from '../../registry-types.ts';
import { normalizeScope, normalizeSubject } from '../qualified-subject.ts';
import type { RegistryState } from '../registry-state.ts';
import { decideDeleteConfig, decideDeleteMode, decidePutConfig, decidePutMode } from './config-and-mode.ts';
import { decideDeleteSubject, decideDeleteVersion } from './delete.ts';
import { decideRegister } from './register.ts';
import { decideDeleteContext, decideModifyTags } from './tags-and-contexts.ts';

/** Records to be written in one batch, in their order, and the answer. Throws RegistryError; then nothing is to be written. */
export function decide(state: RegistryState, given: RegistryCommand, world: RegistryWorld): Decision {
  const command = withOneSpelling(given);
  switch (command.type) {
    case 'register':
      return decideRegister(state, command, world);
    case 'deleteSubject':
      return decideDeleteSubject(state, command.subject, command.permanent);
    case 'deleteVersion':
      return decideDeleteVersion(state, command);
    case 'putConfig':
      return decidePutConfig(state, command.subject, command.config);
    case 'deleteConfig':
      return decideDeleteConfig(state, command.subject);
    case 'putMode':
      return decidePutMode(state, command);
    case 'deleteMode':
      return decideDeleteMode(state, command.subject, command.recursive);
    case 'modifyTags':
      return decideModifyTags(state, command, world);
    case 'deleteContext':
      return decideDeleteContext(state, command.context);
  }
}

/** Names come as clients write them, `:.:orders` for `orders` too. */
function withOneSpelling(command: RegistryCommand): RegistryCommand {
  switch (command.type) {
    case 'putConfig':
    case 'deleteConfig':
    case 'putMode':
    case 'deleteMode':
      return { ...command, subject: normalizeScope(command.subject) };
    case 'deleteContext':
      return command;
    default:
      return { ...command, subject: normalizeSubject(command.subject) };
  }
}
