/**
 * A schema linked with what it imports: its files' descriptors and their types, made when they are first asked for.
 */
import { buildDescriptor } from './build-descriptor.ts';
import { encodeMessage } from './descriptor-codec.ts';
import type { FileDescriptor } from './descriptors.ts';
import { MessageTypes } from './message-types.ts';
import { OptionReader, readBasicOptions } from './read-options.ts';
import type { ProtoFile } from './proto-ast.ts';
import type { FindProto } from './proto-files.ts';
import { ProtoFiles } from './proto-files.ts';
import { DESCRIPTOR_PROTO, wellKnownProto } from './well-known-protos.ts';

const FILE_DESCRIPTOR = 'google.protobuf.FileDescriptorProto';

/** What the file of a schema is called, which has no name of its own. */
export const MAIN_FILE = 'default';

export class LinkedSchema {
  readonly files: ProtoFiles;
  #descriptors: readonly FileDescriptor[] | null = null;
  #types: MessageTypes | null = null;

  /** Throws SchemaError where an import is missing or a name is declared twice. */
  constructor(proto: ProtoFile, find: FindProto) {
    this.files = new ProtoFiles({ name: MAIN_FILE, proto }, find);
  }

  /** Of all files, each after those that it imports, itself last. Throws SchemaError where a type is unknown. */
  get descriptors(): readonly FileDescriptor[] {
    if (this.#descriptors !== null) return this.#descriptors;
    const options = new OptionReader(this.files, this.#typesForOptions);
    const files = [...this.files.files.values()];
    this.#descriptors = files.map((file) => buildDescriptor(this.files, file, options.read));
    return this.#descriptors;
  }

  /** The bytes of a file's descriptor. */
  serialize(descriptor: FileDescriptor): Buffer {
    const type = this.#typesForOptions.messages.get(FILE_DESCRIPTOR);
    return encodeMessage(type!, { ...descriptor });
  }

  /** The types of all that options can hold: those of `descriptor.proto`, extended by these files. */
  get #typesForOptions(): MessageTypes {
    if (this.#types !== null) return this.#types;
    const files = [...this.files.files.values()];
    const basic = files.map((file) => buildDescriptor(this.files, file, readBasicOptions));
    const isThere = this.files.symbol(FILE_DESCRIPTOR) !== undefined;
    this.#types = new MessageTypes(isThere ? basic : [...descriptorFiles(), ...basic]);
    return this.#types;
  }
}

let bootstrap: readonly FileDescriptor[] | null = null;

function descriptorFiles(): readonly FileDescriptor[] {
  if (bootstrap !== null) return bootstrap;
  const files = new ProtoFiles({ name: DESCRIPTOR_PROTO, proto: wellKnownProto(DESCRIPTOR_PROTO)! }, () => null);
  bootstrap = [buildDescriptor(files, files.main, readBasicOptions)];
  return bootstrap;
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
