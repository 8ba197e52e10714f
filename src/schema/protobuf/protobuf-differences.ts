/**
 * How data of one schema fares under another, as Confluent's registry judges it: messages and enums by their names,
 * fields by their numbers over the whole message, what oneofs newly exclude, types by what they are on the wire.
 * Invariant: each pair of messages is compared once, so that the work is bounded by the schemas and recursion ends.
 */
import type { SchemaDifference } from '../schema-format.ts';
import type { ProtobufDifferenceType } from './difference-types.ts';
import { protobufDifferenceTypes } from './difference-types.ts';
import { isMapEntry } from './normalize-proto.ts';
import type { ProtoEnum, ProtoField, ProtoMessage } from './proto-ast.ts';
import type { LinkedFile, ProtoFiles } from './proto-files.ts';
import { join } from './proto-files.ts';
import type { ScalarType } from './scalar-types.ts';
import { isScalar } from './scalar-types.ts';

export function protobufDifferences(reader: ProtoFiles, writer: ProtoFiles): readonly SchemaDifference[] {
  const comparison = new Comparison();
  const { proto: update } = reader.main;
  const { proto: original } = writer.main;
  if (update.packageName !== original.packageName) comparison.add('PACKAGE_CHANGED', []);
  comparison.types(
    {
      files: writer,
      file: writer.main,
      scope: original.packageName,
      messages: original.messages,
      enums: original.enums,
    },
    { files: reader, file: reader.main, scope: update.packageName, messages: update.messages, enums: update.enums },
    [],
  );
  return comparison.differences;
}

/** Where a name stands: it means something in its scope, file and schema only. */
interface Place {
  readonly files: ProtoFiles;
  readonly file: LinkedFile;
  /** A full name, or ''. */
  readonly scope: string;
}

interface Declared extends Place {
  readonly messages: readonly ProtoMessage[];
  readonly enums: readonly ProtoEnum[];
}

interface MessagePlace extends Place {
  readonly message: ProtoMessage;
}

type Path = readonly string[];

interface FieldType {
  readonly kind: 'scalar' | 'map' | 'message' | 'group';
  /** Of a scalar: types of one group can be read as one another. */
  readonly group: string;
  readonly place: Place;
  readonly message: MessagePlace | null;
  /** Of a message, below its package. */
  readonly localName: string;
}

class Comparison {
  readonly differences: SchemaDifference[] = [];
  readonly #seen = new Map<ProtoMessage, Set<ProtoMessage>>();

  add(type: ProtobufDifferenceType, path: Path): void {
    const at = `#/${path.join('/')}`;
    const { isCompatible, says } = protobufDifferenceTypes[type];
    this.differences.push({ type, path: at, message: `${says} at ${at}`, isCompatible });
  }

  types(original: Declared, update: Declared, path: Path): void {
    const [originals, updates] = [byName(original.messages), byName(update.messages)];
    for (const name of unionOf(originals.keys(), updates.keys())) {
      const [before, after] = [originals.get(name), updates.get(name)];
      const here = [...path, name];
      if (before === undefined || after === undefined) {
        if (!isMapEntry((before ?? after)!.node))
          this.add(after === undefined ? 'MESSAGE_REMOVED' : 'MESSAGE_ADDED', here);
        continue;
      }
      this.messages(
        { ...original, scope: join(original.scope, name), message: before.node },
        { ...update, scope: join(update.scope, name), message: after.node },
        here,
      );
      if (before.index !== after.index) this.add('MESSAGE_MOVED', here);
    }
    const [oldEnums, newEnums] = [byName(original.enums), byName(update.enums)];
    for (const name of unionOf(oldEnums.keys(), newEnums.keys())) {
      const [before, after] = [oldEnums.get(name), newEnums.get(name)];
      const here = [...path, name];
      if (after === undefined) this.add('ENUM_REMOVED', here);
      else if (before === undefined) this.add('ENUM_ADDED', here);
      else this.#enums(before.node, after.node, here);
    }
  }

  messages(original: MessagePlace, update: MessagePlace, path: Path): void {
    if (!this.#enter(original.message, update.message)) return;
    const [before, after] = [fieldsByNumber(original.message), fieldsByNumber(update.message)];
    this.#exclusions(update.message, before, path);
    this.#oneofs({ original: original.message, update: update.message, before, after, path });
    for (const number of [...unionOf(before.keys(), after.keys())].sort((left, right) => left - right)) {
      const [old, current] = [before.get(number), after.get(number)];
      if (old === undefined || current === undefined) this.#comingOrGoing(old, current, path);
      else {
        const shared = old.oneof !== null && old.oneof === current.oneof ? [old.oneof] : [];
        this.#fields({ ...original, field: old.field }, { ...update, field: current.field }, [
          ...path,
          ...shared,
          `${number}`,
        ]);
      }
    }
    this.types(inside(original), inside(update), path);
  }

  #enter(original: ProtoMessage, update: ProtoMessage): boolean {
    const seen = this.#seen.get(original) ?? new Set();
    this.#seen.set(original, seen);
    if (seen.has(update)) return false;
    seen.add(update);
    return true;
  }

  /** Fields that were independent exclude one another once they share a oneof. */
  #exclusions(update: ProtoMessage, before: ReadonlyMap<number, Member>, path: Path): void {
    for (const oneof of update.oneofs) {
      const existing = oneof.fields.flatMap(({ number }) => before.get(number) ?? []);
      const moved = existing.filter((member) => member.oneof === null);
      const origins = new Set(existing.flatMap((member) => member.oneof ?? []));
      if (origins.size + moved.length < 2) continue;
      const type = moved.length > 1 ? 'MULTIPLE_FIELDS_MOVED_TO_ONEOF' : 'FIELD_MOVED_TO_EXISTING_ONEOF';
      this.add(type, [...path, oneof.name]);
    }
  }

  #oneofs(of: {
    original: ProtoMessage;
    update: ProtoMessage;
    before: ReadonlyMap<number, Member>;
    after: ReadonlyMap<number, Member>;
    path: Path;
  }): void {
    const { original, update, before, after, path } = of;
    const kept = new Set(update.oneofs.map(({ name }) => name));
    const known = new Set(original.oneofs.map(({ name }) => name));
    for (const { name, fields } of original.oneofs) {
      const here = [...path, name];
      if (!kept.has(name)) this.add('ONEOF_REMOVED', here);
      // A oneof that goes with all that it held is gone; one that goes on elsewhere has lost fields.
      const isGone = !kept.has(name) && !fields.some(({ number }) => after.has(number));
      for (const { number } of isGone ? [] : fields) {
        const member = after.get(number);
        if (member === undefined) this.add('ONEOF_FIELD_REMOVED', [...here, `${number}`]);
        else if (member.oneof === null) this.add('ONEOF_FIELD_MOVED_TO_TOP_LEVEL', [...here, `${number}`]);
      }
    }
    for (const { name, fields } of update.oneofs) {
      const here = [...path, name];
      if (!known.has(name)) this.add('ONEOF_ADDED', here);
      else
        for (const { number } of fields) if (!before.has(number)) this.add('ONEOF_FIELD_ADDED', [...here, `${number}`]);
    }
  }

  /** Members of oneofs come and go with them. */
  #comingOrGoing(old: Member | undefined, current: Member | undefined, path: Path): void {
    const member = old ?? current;
    if (member === undefined || member.oneof !== null) return;
    const isRequired = member.field.label === 'required';
    const here = [...path, `${member.field.number}`];
    if (current === undefined) this.add(isRequired ? 'REQUIRED_FIELD_REMOVED' : 'FIELD_REMOVED', here);
    else this.add(isRequired ? 'REQUIRED_FIELD_ADDED' : 'FIELD_ADDED', here);
  }

  #fields(original: Place & { field: ProtoField }, update: Place & { field: ProtoField }, path: Path): void {
    const [before, after] = [original.field, update.field];
    if (before.name !== after.name) this.add('FIELD_NAME_CHANGED', path);
    const { isRepeated: wasRepeated, ...beforeType } = resolvedField(original, before);
    const { isRepeated, ...afterType } = resolvedField(update, after);
    const isSame = this.#compareTypes(beforeType, afterType, path);
    if (!isSame || wasRepeated === isRepeated || afterType.value.kind !== 'scalar' || afterType.key !== null) return;
    const isText = afterType.value.group === 'string';
    this.add(isText ? 'FIELD_STRING_OR_BYTES_LABEL_CHANGED' : 'FIELD_NUMERIC_LABEL_CHANGED', path);
  }

  #compareTypes(before: ResolvedType, after: ResolvedType, path: Path): boolean {
    if ((before.key === null) !== (after.key === null)) {
      this.add('FIELD_KIND_CHANGED', path);
      return false;
    }
    if (before.key !== null && after.key !== null) this.#compareType(before.key, after.key, path);
    return this.#compareType(before.value, after.value, path);
  }

  #compareType(before: FieldType, after: FieldType, path: Path): boolean {
    if (before.kind !== after.kind) {
      this.add('FIELD_KIND_CHANGED', path);
      return false;
    }
    if (before.kind === 'scalar') {
      if (before.group !== after.group) this.add('FIELD_SCALAR_KIND_CHANGED', path);
      return before.group === after.group;
    }
    if (before.localName !== after.localName) {
      this.add('FIELD_NAMED_TYPE_CHANGED', path);
      return false;
    }
    if (before.message !== null && after.message !== null) this.#compareReferenced(before.message, after.message, path);
    return true;
  }

  /** Messages of the two schemas themselves are compared in their own places. */
  #compareReferenced(before: MessagePlace, after: MessagePlace, path: Path): void {
    const areOwn = before.file === before.files.main && after.file === after.files.main;
    if (before.message === after.message) return;
    // A group has no other place.
    if (areOwn && !isGroupBody(before)) return;
    const count = this.differences.length;
    this.messages(before, after, before.scope.split('.').slice(packageDepth(before)));
    const isBroken = this.differences.slice(count).some((difference) => !difference.isCompatible);
    if (isBroken && !areOwn) this.add('FIELD_NAMED_TYPE_CHANGED', path);
  }

  #enums(original: ProtoEnum, update: ProtoEnum, path: Path): void {
    const before = new Map(original.values.map(({ number, name }) => [number, name]));
    const after = new Map(update.values.map(({ number, name }) => [number, name]));
    for (const number of unionOf(before.keys(), after.keys())) {
      const [old, current] = [before.get(number), after.get(number)];
      const here = [...path, `${number}`];
      if (current === undefined) this.add('ENUM_CONST_REMOVED', here);
      else if (old === undefined) this.add('ENUM_CONST_ADDED', here);
      else if (old !== current) this.add('ENUM_CONST_CHANGED', here);
    }
  }
}

interface Member {
  readonly field: ProtoField;
  readonly oneof: string | null;
}

interface ResolvedType {
  /** Of a map. */
  readonly key: FieldType | null;
  readonly value: FieldType;
}

function fieldsByNumber(message: ProtoMessage): Map<number, Member> {
  const members = new Map<number, Member>(message.fields.map((field) => [field.number, { field, oneof: null }]));
  for (const { name, fields } of message.oneofs) {
    for (const field of fields) members.set(field.number, { field, oneof: name });
  }
  return members;
}

function resolvedField(place: Place, field: ProtoField): ResolvedType & { isRepeated: boolean } {
  const isRepeated = field.label === 'repeated';
  if (field.mapKey !== null) {
    return { isRepeated, key: resolvedType(place, field.mapKey), value: resolvedType(place, field.type) };
  }
  if (field.group !== null) {
    const scope = join(place.scope, field.group.name);
    const message = { ...place, scope, message: field.group };
    return {
      isRepeated,
      key: null,
      value: { kind: 'group', group: '', place, message, localName: localName(message) },
    };
  }
  const value = resolvedType(place, field.type);
  const entry = value.message?.message;
  if (entry && isMapEntry(entry)) {
    const [keyField, valueField] = [1, 2].map((number) => entry.fields.find((each) => each.number === number));
    if (keyField && valueField) {
      const inner = value.message;
      return { isRepeated, key: resolvedType(inner, keyField.type), value: resolvedType(inner, valueField.type) };
    }
  }
  return { isRepeated, key: null, value };
}

const SCALAR_GROUPS: Readonly<Record<ScalarType, string>> = {
  int32: 'number',
  int64: 'number',
  uint32: 'number',
  uint64: 'number',
  bool: 'number',
  sint32: 'signed',
  sint64: 'signed',
  string: 'string',
  bytes: 'string',
  fixed32: 'fixed32',
  sfixed32: 'fixed32',
  fixed64: 'fixed64',
  sfixed64: 'fixed64',
  float: 'float',
  double: 'double',
};

function resolvedType(place: Place, name: string): FieldType {
  const scalar = { kind: 'scalar', place, message: null, localName: name } as const;
  if (isScalar(name)) return { ...scalar, group: SCALAR_GROUPS[name] };
  const symbol = place.files.resolveType(place.file, place.scope, name);
  if (symbol?.kind === 'enum') return { ...scalar, group: 'number' };
  // What is not found compares by the name that was written.
  if (symbol === null || symbol.message === null) return { ...scalar, kind: 'message', group: '' };
  const message = { files: place.files, file: symbol.file, scope: symbol.fullName, message: symbol.message };
  return { kind: 'message', group: '', place, message, localName: localName(message) };
}

function localName({ file, scope }: MessagePlace): string {
  const { packageName } = file.proto;
  return packageName === '' ? scope : scope.slice(packageName.length + 1);
}

function packageDepth({ file }: MessagePlace): number {
  const { packageName } = file.proto;
  return packageName === '' ? 0 : packageName.split('.').length;
}

function isGroupBody({ files, scope, message }: MessagePlace): boolean {
  const outer = files.symbol(scope.slice(0, Math.max(0, scope.lastIndexOf('.'))))?.message;
  return outer !== undefined && outer !== null && !outer.messages.includes(message);
}

function inside(place: MessagePlace): Declared {
  return { ...place, messages: place.message.messages, enums: place.message.enums };
}

function byName<T extends { readonly name: string }>(nodes: readonly T[]): Map<string, { node: T; index: number }> {
  return new Map(nodes.map((node, index) => [node.name, { node, index }]));
}

function unionOf<T>(left: Iterable<T>, right: Iterable<T>): Set<T> {
  return new Set([...left, ...right]);
}
