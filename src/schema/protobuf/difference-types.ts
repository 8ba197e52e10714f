/** How one Protobuf schema can differ from another, under Confluent's names, and which of that keeps data readable. */
interface DifferenceKind {
  readonly isCompatible: boolean;
  /** What is the case at the path, to stand before `at`. */
  readonly says: string;
}

const compatible = (says: string): DifferenceKind => ({ isCompatible: true, says });
const incompatible = (says: string): DifferenceKind => ({ isCompatible: false, says });

export type ProtobufDifferenceType =
  | 'PACKAGE_CHANGED'
  | 'MESSAGE_ADDED'
  | 'MESSAGE_REMOVED'
  | 'MESSAGE_MOVED'
  | 'ENUM_ADDED'
  | 'ENUM_REMOVED'
  | 'ENUM_CONST_ADDED'
  | 'ENUM_CONST_CHANGED'
  | 'ENUM_CONST_REMOVED'
  | 'FIELD_KIND_CHANGED'
  | 'FIELD_SCALAR_KIND_CHANGED'
  | 'FIELD_NAMED_TYPE_CHANGED'
  | 'FIELD_NUMERIC_LABEL_CHANGED'
  | 'FIELD_STRING_OR_BYTES_LABEL_CHANGED'
  | 'FIELD_ADDED'
  | 'FIELD_REMOVED'
  | 'FIELD_NAME_CHANGED'
  | 'REQUIRED_FIELD_ADDED'
  | 'REQUIRED_FIELD_REMOVED'
  | 'ONEOF_ADDED'
  | 'ONEOF_REMOVED'
  | 'ONEOF_FIELD_ADDED'
  | 'ONEOF_FIELD_REMOVED'
  | 'ONEOF_FIELD_MOVED_TO_TOP_LEVEL'
  | 'MULTIPLE_FIELDS_MOVED_TO_ONEOF'
  | 'FIELD_MOVED_TO_EXISTING_ONEOF';

export const protobufDifferenceTypes: Readonly<Record<ProtobufDifferenceType, DifferenceKind>> = {
  PACKAGE_CHANGED: incompatible("The reader's package is not the writer's"),
  MESSAGE_ADDED: compatible('The reader has a message that the writer lacks'),
  MESSAGE_REMOVED: incompatible('The reader lacks a message that the writer has'),
  MESSAGE_MOVED: compatible('The reader has the message in another place'),
  ENUM_ADDED: compatible('The reader has an enum that the writer lacks'),
  ENUM_REMOVED: compatible('The reader lacks an enum that the writer has'),
  ENUM_CONST_ADDED: compatible('The reader has an enum value that the writer lacks'),
  ENUM_CONST_CHANGED: compatible('The reader has another name for the enum value'),
  ENUM_CONST_REMOVED: compatible('The reader lacks an enum value that the writer has'),
  FIELD_KIND_CHANGED: incompatible(
    'The field is a scalar, a message, a map or a group to one, and another to the other',
  ),
  FIELD_SCALAR_KIND_CHANGED: incompatible("The field's scalar type is encoded in another way than the writer's"),
  FIELD_NAMED_TYPE_CHANGED: incompatible("The field's message is not the one of the writer"),
  FIELD_NUMERIC_LABEL_CHANGED: incompatible('The field is one number to one, and many to the other'),
  FIELD_STRING_OR_BYTES_LABEL_CHANGED: compatible('The field is one string to one, and many to the other'),
  FIELD_ADDED: compatible('The reader has a field that the writer lacks'),
  FIELD_REMOVED: compatible('The reader lacks a field that the writer has'),
  FIELD_NAME_CHANGED: compatible('The reader has another name for the field'),
  REQUIRED_FIELD_ADDED: incompatible('The reader requires a field that the writer lacks'),
  REQUIRED_FIELD_REMOVED: incompatible('The reader lacks a field that the writer requires'),
  ONEOF_ADDED: compatible('The reader has a oneof that the writer lacks'),
  ONEOF_REMOVED: compatible('The reader lacks a oneof that the writer has'),
  ONEOF_FIELD_ADDED: compatible('The reader has a field in a oneof that the writer lacks'),
  ONEOF_FIELD_REMOVED: incompatible('The reader lacks a field of a oneof that the writer has'),
  ONEOF_FIELD_MOVED_TO_TOP_LEVEL: compatible('The field is no longer within its oneof to the reader'),
  MULTIPLE_FIELDS_MOVED_TO_ONEOF: incompatible('Fields of the writer exclude one another to the reader'),
  FIELD_MOVED_TO_EXISTING_ONEOF: incompatible('A field of the writer excludes those of its oneof to the reader'),
};
