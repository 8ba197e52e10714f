/**
 * A schema linked with what it imports: its files' descriptors and their types, made when they are first asked for.
 */
import { buildDescriptor } from './build-descriptor.ts';
import { encodeMessage } from './descriptor-codec.ts';
import type { FileDescriptor } from './descriptors.ts';
import { MessageTypes } from './message-types.ts';
import { OptionReader, readBasicOptions } from './read-options.ts';
import type { ProtoFile } from './proto-ast.ts';
import type { FindProto, LinkedFile } from './proto-files.ts';
import { ProtoFiles } from './proto-files.ts';
import { wellKnownProto } from './well-known-protos.ts';

const FILE_DESCRIPTOR = 'google.protobuf.FileDescriptorProto';

/** What the file of a schema is called, which has no name of its own. */
export const MAIN_FILE = 'default';

export class LinkedSchema {
  readonly files: ProtoFiles;
  readonly #descriptors = new Map<LinkedFile, FileDescriptor>();
  #types: MessageTypes | null = null;

  /** Throws SchemaError where an import is missing or a name is declared twice. */
  constructor(proto: ProtoFile, find: FindProto) {
    this.files = new ProtoFiles({ name: MAIN_FILE, proto }, find);
  }

  /** Of all files, each after those that it imports, itself last. Throws SchemaError where a type is unknown. */
  get descriptors(): readonly FileDescriptor[] {
    return [...this.files.files.values()].map((file) => this.#descriptor(file));
  }

  /** Of the schema's own file. Throws SchemaError where a type is unknown. */
  get descriptor(): FileDescriptor {
    return this.#descriptor(this.files.main);
  }

  /** The bytes of a file's descriptor. */
  serialize(descriptor: FileDescriptor): Buffer {
    return encodeMessage(this.#optionTypes.messages.get(FILE_DESCRIPTOR)!, { ...descriptor });
  }

  #descriptor(file: LinkedFile): FileDescriptor {
    const known = this.#descriptors.get(file);
    if (known !== undefined) return known;
    const options = new OptionReader(this.files, this.#optionTypes);
    const descriptor = buildDescriptor(this.files, file, options.read);
    this.#descriptors.set(file, descriptor);
    return descriptor;
  }

  /** The types of all that options can hold: only who knows `descriptor.proto` can have added to them. */
  get #optionTypes(): MessageTypes {
    if (this.files.symbol(FILE_DESCRIPTOR) === undefined) return descriptorTypes();
    const files = [...this.files.files.values()];
    return (this.#types ??= new MessageTypes(files.map((file) => buildDescriptor(this.files, file, readBasicOptions))));
  }
}

let known: MessageTypes | null = null;

/** The types of descriptors, with Confluent's own options. */
export function descriptorTypes(): MessageTypes {
  if (known !== null) return known;
  const name = 'confluent/meta.proto';
  const files = new ProtoFiles({ name, proto: wellKnownProto(name)! }, wellKnownProto);
  known = new MessageTypes([...files.files.values()].map((file) => buildDescriptor(files, file, readBasicOptions)));
  return known;
}
