/**
 * XXH3 in 64 bits with seed 0, as the specification of xxHash describes it ("XXH3 algorithm overview") with its default
 * secret. Hashes of topics' metadata are made with it (`metadata-hash.ts`): once for every change of a topic.
 */

const MASK = 0xffff_ffff_ffff_ffffn;
const PRIME32_1 = 0x9e3779b1n;
const PRIME32_2 = 0x85ebca77n;
const PRIME32_3 = 0xc2b2ae3dn;
const PRIME64_1 = 0x9e3779b185ebca87n;
const PRIME64_2 = 0xc2b2ae3d27d4eb4fn;
const PRIME64_3 = 0x165667b19e3779f9n;
const PRIME64_4 = 0x85ebca77c2b2ae63n;
const PRIME64_5 = 0x27d4eb2f165667c5n;
const PRIME_MX1 = 0x165667919e3779f9n;
const PRIME_MX2 = 0x9fb21c651e98df25n;

const SECRET = Buffer.from(
  'b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221' +
    'b8084674f743248ee03590e6813a264c3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8' +
    'a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364eac5ac8334d3ebc3c581a0fffa1363eb' +
    '170ddd51b7f0da49d316552629d4689e2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e',
  'hex',
);

const STRIPE_BYTES = 64;
const LANES = 8;
const SECRET_STEP = 8;
const STRIPES_PER_BLOCK = (SECRET.length - STRIPE_BYTES) / SECRET_STEP;
const BLOCK_BYTES = STRIPE_BYTES * STRIPES_PER_BLOCK;
const LAST_ACCUMULATION_START = SECRET.length - STRIPE_BYTES - 7;
const MERGE_START = 11;

/** The hash as a signed number of 64 bits. */
export function xxh3(input: Buffer): bigint {
  return BigInt.asIntN(64, hash(input));
}

function hash(input: Buffer): bigint {
  const { length } = input;
  if (length === 0) return avalanche64(secret(56) ^ secret(64));
  if (length <= 3) return hashUpTo3(input);
  if (length <= 8) return hashUpTo8(input);
  if (length <= 16) return hashUpTo16(input);
  if (length <= 128) return hashUpTo128(input);
  if (length <= 240) return hashUpTo240(input);
  return hashLong(input);
}

function hashUpTo3(input: Buffer): bigint {
  const { length } = input;
  const [first, middle, last] = [input[0]!, input[length >> 1]!, input[length - 1]!];
  const combined = ((first << 16) | (middle << 24) | last | (length << 8)) >>> 0;
  const flip = BigInt((SECRET.readUInt32LE(0) ^ SECRET.readUInt32LE(4)) >>> 0);
  return avalanche64(BigInt(combined) ^ flip);
}

function hashUpTo8(input: Buffer): bigint {
  const { length } = input;
  const first = BigInt(input.readUInt32LE(0));
  const last = BigInt(input.readUInt32LE(length - 4));
  let value = (last | (first << 32n)) ^ (secret(8) ^ secret(16));
  value ^= rotateLeft(value, 49n) ^ rotateLeft(value, 24n);
  value = (value * PRIME_MX2) & MASK;
  value ^= (value >> 35n) + BigInt(length);
  value = (value * PRIME_MX2) & MASK;
  return value ^ (value >> 28n);
}

function hashUpTo16(input: Buffer): bigint {
  const { length } = input;
  const low = secret(24) ^ secret(32) ^ input.readBigUInt64LE(0);
  const high = secret(40) ^ secret(48) ^ input.readBigUInt64LE(length - 8);
  return avalanche(BigInt(length) + swapBytes(low) + high + foldedProduct(low, high));
}

function hashUpTo128(input: Buffer): bigint {
  const { length } = input;
  let sum = BigInt(length) * PRIME64_1;
  for (let i = Math.ceil(length / 32) - 1; i >= 0; i--) {
    sum += mix16(input, 16 * i, 32 * i) + mix16(input, length - 16 * (i + 1), 32 * i + 16);
  }
  return avalanche(sum);
}

function hashUpTo240(input: Buffer): bigint {
  const { length } = input;
  let sum = BigInt(length) * PRIME64_1;
  for (let i = 0; i < 8; i++) sum += mix16(input, 16 * i, 16 * i);
  sum = avalanche(sum);
  for (let i = 8; i < length >> 4; i++) sum += mix16(input, 16 * i, 16 * (i - 8) + 3);
  return avalanche(sum + mix16(input, length - 16, 136 - 17));
}

function hashLong(input: Buffer): bigint {
  const { length } = input;
  const lanes = [PRIME32_3, PRIME64_1, PRIME64_2, PRIME64_3, PRIME64_4, PRIME32_2, PRIME64_5, PRIME32_1];
  const blocks = Math.floor((length - 1) / BLOCK_BYTES);
  for (let block = 0; block < blocks; block++) {
    for (let stripe = 0; stripe < STRIPES_PER_BLOCK; stripe++) {
      accumulate(lanes, { input, at: block * BLOCK_BYTES + stripe * STRIPE_BYTES, secretAt: stripe * SECRET_STEP });
    }
    scramble(lanes);
  }
  const rest = blocks * BLOCK_BYTES;
  const stripes = Math.floor((length - 1 - rest) / STRIPE_BYTES);
  for (let stripe = 0; stripe < stripes; stripe++) {
    accumulate(lanes, { input, at: rest + stripe * STRIPE_BYTES, secretAt: stripe * SECRET_STEP });
  }
  accumulate(lanes, { input, at: length - STRIPE_BYTES, secretAt: LAST_ACCUMULATION_START });
  let sum = BigInt(length) * PRIME64_1;
  for (let i = 0; i < LANES; i += 2) {
    sum += foldedProduct(lanes[i]! ^ secret(MERGE_START + 8 * i), lanes[i + 1]! ^ secret(MERGE_START + 8 * i + 8));
  }
  return avalanche(sum);
}

interface Stripe {
  readonly input: Buffer;
  readonly at: number;
  readonly secretAt: number;
}

function accumulate(lanes: bigint[], { input, at, secretAt }: Stripe): void {
  for (let i = 0; i < LANES; i++) {
    const value = input.readBigUInt64LE(at + 8 * i);
    const keyed = value ^ secret(secretAt + 8 * i);
    lanes[i ^ 1] = (lanes[i ^ 1]! + value) & MASK;
    lanes[i] = (lanes[i]! + (keyed & 0xffff_ffffn) * (keyed >> 32n)) & MASK;
  }
}

function scramble(lanes: bigint[]): void {
  for (let i = 0; i < LANES; i++) {
    const lane = lanes[i]!;
    const mixed = lane ^ (lane >> 47n) ^ secret(SECRET.length - STRIPE_BYTES + 8 * i);
    lanes[i] = (mixed * PRIME32_1) & MASK;
  }
}

function mix16(input: Buffer, at: number, secretAt: number): bigint {
  return foldedProduct(
    input.readBigUInt64LE(at) ^ secret(secretAt),
    input.readBigUInt64LE(at + 8) ^ secret(secretAt + 8),
  );
}

function foldedProduct(one: bigint, other: bigint): bigint {
  const product = one * other;
  return (product & MASK) ^ (product >> 64n);
}

function avalanche(sum: bigint): bigint {
  let value = sum & MASK;
  value ^= value >> 37n;
  value = (value * PRIME_MX1) & MASK;
  return value ^ (value >> 32n);
}

function avalanche64(start: bigint): bigint {
  let value = start & MASK;
  value = ((value ^ (value >> 33n)) * PRIME64_2) & MASK;
  value = ((value ^ (value >> 29n)) * PRIME64_3) & MASK;
  return value ^ (value >> 32n);
}

function rotateLeft(value: bigint, by: bigint): bigint {
  return ((value << by) | (value >> (64n - by))) & MASK;
}

function swapBytes(value: bigint): bigint {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes.readBigUInt64BE();
}

function secret(at: number): bigint {
  return SECRET.readBigUInt64LE(at);
}
