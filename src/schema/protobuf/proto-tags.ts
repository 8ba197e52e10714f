/**
 * Tags of messages and fields, as Confluent's options have them: `option (confluent.message_meta) = { tags: "PII" };` and
 * `[(confluent.field_meta) = { tags: [ "PII" ] }]`, or `(confluent.field_meta).tags = "PII"`.
 *
 * Invariant: what has other tags keeps its place, its order and whatever else the options say; what has the same is not
 * touched.
 */
import type { OptionField, OptionValue, ProtoField, ProtoFile, ProtoMessage, ProtoOption } from './proto-ast.ts';

/** What can be tagged: `Order.Line` without the package, and with the field's name behind it for a field. */
export interface ProtoTagPlace {
  readonly path: string;
  readonly isField: boolean;
}

/** Gets the tags of a place, and says which it is to have: the same array for no change. */
export type ProtoTagVisit = (place: ProtoTagPlace, tags: readonly string[]) => readonly string[];

export function retagProto(file: ProtoFile, visit: ProtoTagVisit): ProtoFile {
  return { ...file, messages: file.messages.map((message) => taggedMessage(message, '', visit)) };
}

function taggedMessage(message: ProtoMessage, scope: string, visit: ProtoTagVisit): ProtoMessage {
  const path = scope === '' ? message.name : `${scope}.${message.name}`;
  const field = (one: ProtoField): ProtoField => taggedField(one, path, visit);
  return {
    ...message,
    options: taggedOptions(message.options, { path, isField: false }, visit),
    fields: message.fields.map(field),
    oneofs: message.oneofs.map((oneof) => ({ ...oneof, fields: oneof.fields.map(field) })),
    messages: message.messages.map((inner) => taggedMessage(inner, path, visit)),
  };
}

function taggedField(field: ProtoField, scope: string, visit: ProtoTagVisit): ProtoField {
  const options = taggedOptions(field.options, { path: `${scope}.${field.name}`, isField: true }, visit);
  const group = field.group === null ? null : taggedMessage(field.group, scope, visit);
  return { ...field, options, group };
}

function taggedOptions(
  options: readonly ProtoOption[],
  place: ProtoTagPlace,
  visit: ProtoTagVisit,
): readonly ProtoOption[] {
  const name = place.isField ? 'confluent.field_meta' : 'confluent.message_meta';
  const tags = options.filter((option) => isMeta(option, name)).flatMap(tagsOf);
  const wanted = visit(place, tags);
  return wanted === tags ? options : withTags(options, name, wanted);
}

function isMeta({ name }: ProtoOption, meta: string): boolean {
  const [first, second, ...rest] = name;
  if (first?.isExtension !== true || first.name.replace(/^\./, '') !== meta) return false;
  return second === undefined || (second.name === 'tags' && rest.length === 0);
}

function tagsOf({ name, value }: ProtoOption): readonly string[] {
  if (name.length === 2) return textsOf(value);
  if (value.kind !== 'message') return [];
  return value.fields.filter((field) => field.name === 'tags').flatMap((field) => textsOf(field.value));
}

function textsOf(value: OptionValue): readonly string[] {
  if (value.kind === 'list') return value.values.flatMap(textsOf);
  return value.kind === 'string' ? [value.text] : [];
}

/** All in the first option that has them, or that says anything of the kind; behind the others where there is none. */
function withTags(options: readonly ProtoOption[], meta: string, tags: readonly string[]): readonly ProtoOption[] {
  const values = tags.map((text): OptionValue => ({ kind: 'string', text }));
  const field: OptionField | null = tags.length === 0 ? null : { name: 'tags', value: { kind: 'list', values } };
  let isPlaced = field === null;
  const kept = options.flatMap((option): readonly ProtoOption[] => {
    if (!isMeta(option, meta)) return [option];
    if (option.name.length === 2 || option.value.kind !== 'message') return option.name.length === 2 ? [] : [option];
    const fields = replaced(option.value.fields, isPlaced ? null : field);
    isPlaced = true;
    return fields.length === 0 ? [] : [{ ...option, value: { kind: 'message', fields } }];
  });
  if (isPlaced || field === null) return kept;
  const line = options.at(-1)?.line ?? 0;
  return [...kept, { name: [{ name: meta, isExtension: true }], value: { kind: 'message', fields: [field] }, line }];
}

/** In the place of the first. */
function replaced(fields: readonly OptionField[], tags: OptionField | null): readonly OptionField[] {
  const at = fields.findIndex(({ name }) => name === 'tags');
  const others = fields.filter(({ name }) => name !== 'tags');
  if (tags === null) return others;
  return at === -1 ? [...others, tags] : others.toSpliced(at, 0, tags);
}
