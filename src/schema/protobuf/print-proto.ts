/**
 * The text that registries store: what a `.proto` file says in one layout, as Confluent's registry prints it. Comments
 * are gone, messages stand before enums, each kind of element in its own paragraph, and the lines between paragraphs
 * carry their indentation. Message indexes count in this order, so the order within a kind is never touched.
 * Invariant: reading the text again gives the same text.
 */
import type {
  OptionValue,
  ProtoEnum,
  ProtoExtend,
  ProtoField,
  ProtoFile,
  ProtoMessage,
  ProtoOneof,
  ProtoOption,
  ProtoRange,
  ProtoReserved,
  ProtoRpc,
  ProtoService,
} from './proto-ast.ts';
import { MAX_FIELD_NUMBER } from './proto-ast.ts';

export function printProto(file: ProtoFile): string {
  const head = [
    file.syntax === 'editions' ? `edition = "${file.edition}";\n` : file.syntax && `syntax = "${file.syntax}";\n`,
    file.packageName && `package ${file.packageName};\n`,
  ];
  const imports = [
    ...file.imports.filter(({ kind }) => kind !== 'public').map(({ name }) => `import ${quote(name)};\n`),
    ...file.imports.filter(({ kind }) => kind === 'public').map(({ name }) => `import public ${quote(name)};\n`),
  ];
  return (
    head.map((line) => line ?? '').join('') +
    paragraph(imports) +
    paragraph(file.options.map(printOptionStatement)) +
    paragraph([...file.messages.map(printMessage), ...file.enums.map(printEnum)]) +
    paragraph(file.extends.map(printExtend)) +
    paragraph(file.services.map(printService))
  );
}

function printMessage(message: ProtoMessage): string {
  return `message ${message.name} {${messageBody(message)}}\n`;
}

function messageBody(message: ProtoMessage): string {
  return (
    nested(message.reserved.map(printReserved)) +
    nested(message.options.map(printOptionStatement)) +
    nested(message.fields.filter(({ group }) => group === null).map(printField)) +
    nested(message.oneofs.map(printOneof)) +
    nested(message.fields.filter(({ group }) => group !== null).map(printField)) +
    nested(message.extensions.map(({ ranges }) => `extensions ${ranges.map(printRange).join(', ')};\n`)) +
    nested(message.extends.map(printExtend)) +
    nested([...message.messages.map(printMessage), ...message.enums.map(printEnum)])
  );
}

function printOneof({ name, options, fields }: ProtoOneof): string {
  const plain = fields.filter(({ group }) => group === null);
  const groups = fields.filter(({ group }) => group !== null);
  const parts = [options.map(printOptionStatement), plain.map(printField), groups.map(printField)];
  return `oneof ${name} {${parts.map(nested).join('')}}\n`;
}

function printExtend({ extendee, fields }: ProtoExtend): string {
  return `extend ${extendee} {${nested(fields.map(printField))}}\n`;
}

function printField(field: ProtoField): string {
  const label = field.label === null ? '' : `${field.label} `;
  const options = printBracketed(fieldOptions(field.options));
  if (field.group !== null) {
    return `${label}group ${field.group.name} = ${field.number}${options} {${messageBody(field.group)}}\n`;
  }
  const type = field.mapKey === null ? field.type : `map<${field.mapKey}, ${field.type}>`;
  return `${label}${type} ${field.name} = ${field.number}${options};\n`;
}

/** The two that are no options in truth come last. */
function fieldOptions(options: readonly ProtoOption[]): readonly ProtoOption[] {
  if (options.length < 2) return options;
  const rank = ({ name }: ProtoOption): number =>
    name.length !== 1 || name[0]!.isExtension
      ? 0
      : name[0]!.name === 'default'
        ? 1
        : name[0]!.name === 'json_name'
          ? 2
          : 0;
  return options.toSorted((left, right) => rank(left) - rank(right));
}

function printEnum({ name, reserved, options, values }: ProtoEnum): string {
  const constants = values.map((value) => `${value.name} = ${value.number}${printBracketed(value.options)};\n`);
  const lines = [...reserved.map(printReserved), ...options.map(printOptionStatement), ...constants];
  return `enum ${name} {${nested(lines)}}\n`;
}

function printService({ name, options, rpcs }: ProtoService): string {
  return `service ${name} {${nested(options.map(printOptionStatement))}${nested(rpcs.map(printRpc))}}\n`;
}

function printRpc(rpc: ProtoRpc): string {
  const request = (rpc.isRequestStream ? 'stream ' : '') + rpc.request;
  const response = (rpc.isResponseStream ? 'stream ' : '') + rpc.response;
  const options = rpc.options.map((option) => indent(printOptionStatement(option)));
  const body = options.length === 0 ? '' : ` {\n${options.join('')}}`;
  return `rpc ${rpc.name} (${request}) returns (${response})${body};\n`;
}

function printReserved({ values, areNamesQuoted }: ProtoReserved): string {
  const name = (text: string): string => (areNamesQuoted ? quote(text) : text);
  return `reserved ${values.map((value) => (typeof value === 'string' ? name(value) : printRange(value))).join(', ')};\n`;
}

function printRange({ start, end, isSpan }: ProtoRange): string {
  return isSpan ? `${start} to ${end >= MAX_FIELD_NUMBER ? 'max' : end}` : `${start}`;
}

function printOptionStatement(option: ProtoOption): string {
  return `option ${printOption(option)};\n`;
}

function printBracketed(options: readonly ProtoOption[]): string {
  return options.length === 0 ? '' : ` ${bracketed(options.map(printOption))}`;
}

function bracketed(items: readonly string[]): string {
  if (items.length === 1) return `[${items[0]}]`;
  return `[\n${items.map((item, i) => indent(i < items.length - 1 ? `${item},` : item)).join('')}]`;
}

function printOption({ name, value }: ProtoOption): string {
  const path = name.map((part) => (part.isExtension ? `(${part.name})` : part.name)).join('.');
  if (value.kind === 'list') return `${path} = ${bracketed(value.values.map(printValue))}`;
  return `${path} = ${printValue(value)}`;
}

function printValue(value: OptionValue): string {
  switch (value.kind) {
    case 'string':
      return quote(value.text);
    case 'message':
      return `{\n${commaLines([...mergedFields(value)].map(([name, field]) => `${name}: ${printValue(field)}`))}}`;
    case 'list':
      return `[\n${commaLines(value.values.map(printValue))}]`;
    default:
      return value.text;
  }
}

/** A field that is named more than once has a list of values. */
export function mergedFields(message: OptionValue & { kind: 'message' }): Map<string, OptionValue> {
  const merged = new Map<string, OptionValue>();
  const lists = new Map<string, OptionValue[]>();
  for (const { name, value } of message.fields) {
    const before = merged.get(name);
    if (before === undefined) {
      merged.set(name, value);
      continue;
    }
    const values = lists.get(name) ?? [...listed(before)];
    for (const each of listed(value)) values.push(each);
    lists.set(name, values);
    merged.set(name, { kind: 'list', values });
  }
  return merged;
}

function listed(value: OptionValue): readonly OptionValue[] {
  return value.kind === 'list' ? value.values : [value];
}

function commaLines(items: readonly string[]): string {
  return items.map((item, i) => indent(i < items.length - 1 ? `${item},` : item)).join('');
}

function paragraph(elements: readonly string[]): string {
  return elements.length === 0 ? '' : `\n${elements.join('')}`;
}

function nested(elements: readonly string[]): string {
  return elements.length === 0 ? '' : `\n${elements.map(indent).join('')}`;
}

function indent(text: string): string {
  const lines = text.endsWith('\n') ? text.slice(0, -1) : text;
  return `  ${lines.replaceAll('\n', '\n  ')}\n`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
};

function quote(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what has to be escaped
  const escaped = text.replace(/[\x00-\x1f\x7f\\'"]/g, (char) => ESCAPES[char] ?? octal(char));
  return `"${escaped}"`;
}

function octal(char: string): string {
  return `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;
}
