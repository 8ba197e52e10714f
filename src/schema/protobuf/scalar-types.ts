/** The scalar types by their numbers in descriptors (`FieldDescriptorProto.Type`), and what they are on the wire. */
export const scalarNumbers = {
  double: 1,
  float: 2,
  int64: 3,
  uint64: 4,
  int32: 5,
  fixed64: 6,
  fixed32: 7,
  bool: 8,
  string: 9,
  bytes: 12,
  uint32: 13,
  sfixed32: 15,
  sfixed64: 16,
  sint32: 17,
  sint64: 18,
} as const;

export type ScalarType = keyof typeof scalarNumbers;

export const TYPE_GROUP = 10;
export const TYPE_MESSAGE = 11;
export const TYPE_ENUM = 14;

export function isScalar(name: string): name is ScalarType {
  return Object.hasOwn(scalarNumbers, name);
}

const namesByNumber = new Map<number, ScalarType>(
  Object.entries(scalarNumbers).flatMap(([name, number]) => (isScalar(name) ? [[number, name] as const] : [])),
);

export function scalarByNumber(number: number): ScalarType | undefined {
  return namesByNumber.get(number);
}
