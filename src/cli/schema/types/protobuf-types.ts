/**
 * The TypeScript types of what the Protobuf serializer takes and gives for a schema: messages as interfaces with protobuf-es's
 * names, enums as numbers, a oneof as `{ case, value }`, as docs/serde.md has it.
 */
import {
  protobufMessages,
  type EnumShape,
  type MemberShape,
  type MessageShape,
  type ParsedProtobufSchema,
  type ValueShape,
} from '#schema';
import {
  literal,
  pascalCase,
  text,
  TsNames,
  union,
  type TsDeclaration,
  type TsMember,
  type TsType,
} from './ts-type.ts';

export interface ProtobufTypesOptions {
  /** Of the first message's type; null for its own name. */
  readonly name: string | null;
}

/** The first message's first. Throws SchemaError. */
export function protobufTypes(schema: ParsedProtobufSchema, { name }: ProtobufTypesOptions): readonly TsDeclaration[] {
  return new ProtobufTypes(protobufMessages(schema).shapes, name).declarations();
}

class ProtobufTypes {
  readonly #shapes: readonly MessageShape[];
  readonly #names = new TsNames();
  readonly #byFullName = new Map<string, string>();
  readonly #enums = new Map<string, { readonly name: string; readonly shape: EnumShape }>();

  constructor(shapes: readonly MessageShape[], topName: string | null) {
    this.#shapes = shapes;
    for (const [index, { fullName, name }] of shapes.entries()) {
      const own = index === 0 && topName !== null ? [topName] : [name, pascalCase(fullName)];
      this.#byFullName.set(fullName, this.#names.take(...own));
    }
  }

  declarations(): readonly TsDeclaration[] {
    const messages = this.#shapes.map((shape): TsDeclaration => {
      const typeName: TsMember = { name: '$typeName', isOptional: true, doc: [], type: literal(shape.fullName) };
      const members = [typeName, ...shape.members.map((member) => this.#member(member))];
      return { name: this.#byFullName.get(shape.fullName) ?? shape.name, doc: [], type: { kind: 'object', members } };
    });
    return [...messages, ...[...this.#enums.values()].map(enumDeclaration)];
  }

  #member(member: MemberShape): TsMember {
    if (member.kind === 'field') {
      return { name: member.name, isOptional: member.isOptional, doc: [], type: this.#type(member.value) };
    }
    const cases = member.cases.map(({ name, value }) =>
      caseType(literal(name), { type: this.#type(value), isSet: true }),
    );
    const none = caseType(text('undefined'), { type: text('undefined'), isSet: false });
    return { name: member.name, isOptional: false, doc: [], type: union([...cases, none]) };
  }

  #type(value: ValueShape): TsType {
    switch (value.kind) {
      case 'bytes':
        return text('Uint8Array');
      case 'json':
        return { kind: 'map', values: text('unknown') };
      case 'list':
        return { kind: 'array', items: this.#type(value.values) };
      case 'map':
        return { kind: 'map', values: this.#type(value.values) };
      case 'message':
        return { kind: 'name', name: this.#byFullName.get(value.fullName) ?? value.fullName };
      case 'enum':
        return { kind: 'name', name: this.#enumName(value.enum) };
      default:
        return text(value.kind);
    }
  }

  #enumName(shape: EnumShape): string {
    const known = this.#enums.get(shape.fullName);
    if (known !== undefined) return known.name;
    const simple = shape.fullName.slice(shape.fullName.lastIndexOf('.') + 1);
    const name = this.#names.take(simple, pascalCase(shape.fullName));
    this.#enums.set(shape.fullName, { name, shape });
    return name;
  }
}

function caseType(name: TsType, { type, isSet }: { readonly type: TsType; readonly isSet: boolean }): TsType {
  const member = (key: string, of: TsType, isOptional: boolean): TsMember => ({
    name: key,
    isOptional,
    doc: [],
    type: of,
  });
  const members = [member('case', name, false), member('value', type, !isSet)];
  return { kind: 'object', members, isWrapper: true };
}

/** A reader may meet numbers that its schema does not name. */
function enumDeclaration({ name, shape }: { readonly name: string; readonly shape: EnumShape }): TsDeclaration {
  return { name, doc: shape.values.map((value) => `${value.number}: ${value.name}`), type: text('number') };
}
