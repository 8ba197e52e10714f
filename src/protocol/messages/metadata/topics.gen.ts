// generated from topics.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../../message-codec.ts';
import { defineCodec } from '../../message-codec.ts';
import { unsupportedField } from '../../protocol-error.ts';
import type { Reader } from '../../reader.ts';
import { ZERO_UUID } from '../../uuid.ts';
import type { Writer } from '../../writer.ts';

export interface TopicRecord {
  name: string;
  topicId: string;
}

export function newTopicRecord(fields?: Partial<TopicRecord>): TopicRecord {
  return { name: '', topicId: ZERO_UUID, ...fields };
}

function readTopicRecord0(r: Reader): TopicRecord {
  const m: TopicRecord = {
    name: r.compactString(),
    topicId: r.uuid(),
  };
  r.keepTags();
  return m;
}

function writeTopicRecord0(w: Writer, m: TopicRecord): void {
  w.compactString(m.name);
  w.uuid(m.topicId);
  w.uvarint(0);
}

export const topicRecord: MessageCodec<TopicRecord> = defineCodec({
  name: 'TopicRecord',
  apiKey: 2,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readTopicRecord0],
  writers: [writeTopicRecord0],
});

export interface PartitionRecord {
  partitionId: number;
  topicId: string;
  replicas: number[];
  isr: number[];
  removingReplicas: number[];
  addingReplicas: number[];
  leader: number;
  leaderRecoveryState: number;
  leaderEpoch: number;
  partitionEpoch: number;
  /** v1+ */
  directories: string[];
  /** v2+ */
  eligibleLeaderReplicas: number[] | null;
  /** v2+ */
  lastKnownElr: number[] | null;
}

export function newPartitionRecord(fields?: Partial<PartitionRecord>): PartitionRecord {
  return { partitionId: -1, topicId: ZERO_UUID, replicas: [], isr: [], removingReplicas: [], addingReplicas: [], leader: -1, leaderRecoveryState: 0, leaderEpoch: -1, partitionEpoch: -1, directories: [], eligibleLeaderReplicas: null, lastKnownElr: null, ...fields };
}

function readPartitionRecord0(r: Reader): PartitionRecord {
  const m: PartitionRecord = {
    partitionId: r.int32(),
    topicId: r.uuid(),
    replicas: r.int32s(r.compactCount(4)),
    isr: r.int32s(r.compactCount(4)),
    removingReplicas: r.int32s(r.compactCount(4)),
    addingReplicas: r.int32s(r.compactCount(4)),
    leader: r.int32(),
    leaderRecoveryState: 0,
    leaderEpoch: r.int32(),
    partitionEpoch: r.int32(),
    directories: [],
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.leaderRecoveryState = r.int8();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function readPartitionRecord1(r: Reader): PartitionRecord {
  const m: PartitionRecord = {
    partitionId: r.int32(),
    topicId: r.uuid(),
    replicas: r.int32s(r.compactCount(4)),
    isr: r.int32s(r.compactCount(4)),
    removingReplicas: r.int32s(r.compactCount(4)),
    addingReplicas: r.int32s(r.compactCount(4)),
    leader: r.int32(),
    leaderRecoveryState: 0,
    leaderEpoch: r.int32(),
    partitionEpoch: r.int32(),
    directories: r.uuids(r.compactCount(16)),
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.leaderRecoveryState = r.int8();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function readPartitionRecord2(r: Reader): PartitionRecord {
  const m: PartitionRecord = {
    partitionId: r.int32(),
    topicId: r.uuid(),
    replicas: r.int32s(r.compactCount(4)),
    isr: r.int32s(r.compactCount(4)),
    removingReplicas: r.int32s(r.compactCount(4)),
    addingReplicas: r.int32s(r.compactCount(4)),
    leader: r.int32(),
    leaderRecoveryState: 0,
    leaderEpoch: r.int32(),
    partitionEpoch: r.int32(),
    directories: r.uuids(r.compactCount(16)),
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.leaderRecoveryState = r.int8();
        r.expectTagEnd(end);
        break;
      case 1:
        m.eligibleLeaderReplicas = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      case 2:
        m.lastKnownElr = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writePartitionRecord0(w: Writer, m: PartitionRecord): void {
  w.int32(m.partitionId);
  w.uuid(m.topicId);
  w.compactCount(m.replicas.length);
  w.int32s(m.replicas);
  w.compactCount(m.isr.length);
  w.int32s(m.isr);
  w.compactCount(m.removingReplicas.length);
  w.int32s(m.removingReplicas);
  w.compactCount(m.addingReplicas.length);
  w.int32s(m.addingReplicas);
  w.int32(m.leader);
  w.int32(m.leaderEpoch);
  w.int32(m.partitionEpoch);
  if (m.directories.length !== 0) throw unsupportedField('PartitionRecord.directories');
  if (m.eligibleLeaderReplicas !== null) throw unsupportedField('PartitionRecord.eligibleLeaderReplicas');
  if (m.lastKnownElr !== null) throw unsupportedField('PartitionRecord.lastKnownElr');
  const has0 = m.leaderRecoveryState !== 0;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.int8(m.leaderRecoveryState);
    w.endTag(at0);
  }
}

function writePartitionRecord1(w: Writer, m: PartitionRecord): void {
  w.int32(m.partitionId);
  w.uuid(m.topicId);
  w.compactCount(m.replicas.length);
  w.int32s(m.replicas);
  w.compactCount(m.isr.length);
  w.int32s(m.isr);
  w.compactCount(m.removingReplicas.length);
  w.int32s(m.removingReplicas);
  w.compactCount(m.addingReplicas.length);
  w.int32s(m.addingReplicas);
  w.int32(m.leader);
  w.int32(m.leaderEpoch);
  w.int32(m.partitionEpoch);
  w.compactCount(m.directories.length);
  w.uuids(m.directories);
  if (m.eligibleLeaderReplicas !== null) throw unsupportedField('PartitionRecord.eligibleLeaderReplicas');
  if (m.lastKnownElr !== null) throw unsupportedField('PartitionRecord.lastKnownElr');
  const has0 = m.leaderRecoveryState !== 0;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.int8(m.leaderRecoveryState);
    w.endTag(at0);
  }
}

function writePartitionRecord2(w: Writer, m: PartitionRecord): void {
  w.int32(m.partitionId);
  w.uuid(m.topicId);
  w.compactCount(m.replicas.length);
  w.int32s(m.replicas);
  w.compactCount(m.isr.length);
  w.int32s(m.isr);
  w.compactCount(m.removingReplicas.length);
  w.int32s(m.removingReplicas);
  w.compactCount(m.addingReplicas.length);
  w.int32s(m.addingReplicas);
  w.int32(m.leader);
  w.int32(m.leaderEpoch);
  w.int32(m.partitionEpoch);
  w.compactCount(m.directories.length);
  w.uuids(m.directories);
  const has0 = m.leaderRecoveryState !== 0;
  const has1 = m.eligibleLeaderReplicas !== null;
  const has2 = m.lastKnownElr !== null;
  w.uvarint(+has0 + +has1 + +has2);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.int8(m.leaderRecoveryState);
    w.endTag(at0);
  }
  if (has1) {
    w.uvarint(1);
    const at1 = w.beginTag();
    if (m.eligibleLeaderReplicas === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.eligibleLeaderReplicas.length);
      w.int32s(m.eligibleLeaderReplicas);
    }
    w.endTag(at1);
  }
  if (has2) {
    w.uvarint(2);
    const at2 = w.beginTag();
    if (m.lastKnownElr === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.lastKnownElr.length);
      w.int32s(m.lastKnownElr);
    }
    w.endTag(at2);
  }
}

export const partitionRecord: MessageCodec<PartitionRecord> = defineCodec({
  name: 'PartitionRecord',
  apiKey: 3,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readPartitionRecord0, readPartitionRecord1, readPartitionRecord2],
  writers: [writePartitionRecord0, writePartitionRecord1, writePartitionRecord2],
});

export interface PartitionChangeRecord {
  partitionId: number;
  topicId: string;
  isr: number[] | null;
  leader: number;
  replicas: number[] | null;
  removingReplicas: number[] | null;
  addingReplicas: number[] | null;
  leaderRecoveryState: number;
  /** v1+ */
  directories: string[] | null;
  /** v2+ */
  eligibleLeaderReplicas: number[] | null;
  /** v2+ */
  lastKnownElr: number[] | null;
}

export function newPartitionChangeRecord(fields?: Partial<PartitionChangeRecord>): PartitionChangeRecord {
  return { partitionId: -1, topicId: ZERO_UUID, isr: null, leader: -2, replicas: null, removingReplicas: null, addingReplicas: null, leaderRecoveryState: -1, directories: null, eligibleLeaderReplicas: null, lastKnownElr: null, ...fields };
}

function readPartitionChangeRecord0(r: Reader): PartitionChangeRecord {
  const m: PartitionChangeRecord = {
    partitionId: r.int32(),
    topicId: r.uuid(),
    isr: null,
    leader: -2,
    replicas: null,
    removingReplicas: null,
    addingReplicas: null,
    leaderRecoveryState: -1,
    directories: null,
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.isr = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      case 1:
        m.leader = r.int32();
        r.expectTagEnd(end);
        break;
      case 2:
        m.replicas = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      case 3:
        m.removingReplicas = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      case 4:
        m.addingReplicas = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      case 5:
        m.leaderRecoveryState = r.int8();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function readPartitionChangeRecord1(r: Reader): PartitionChangeRecord {
  const m: PartitionChangeRecord = {
    partitionId: r.int32(),
    topicId: r.uuid(),
    isr: null,
    leader: -2,
    replicas: null,
    removingReplicas: null,
    addingReplicas: null,
    leaderRecoveryState: -1,
    directories: null,
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.isr = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      case 1:
        m.leader = r.int32();
        r.expectTagEnd(end);
        break;
      case 2:
        m.replicas = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      case 3:
        m.removingReplicas = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      case 4:
        m.addingReplicas = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      case 5:
        m.leaderRecoveryState = r.int8();
        r.expectTagEnd(end);
        break;
      case 8:
        m.directories = r.uuidsOrNull(r.compactCountOrNull(16));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function readPartitionChangeRecord2(r: Reader): PartitionChangeRecord {
  const m: PartitionChangeRecord = {
    partitionId: r.int32(),
    topicId: r.uuid(),
    isr: null,
    leader: -2,
    replicas: null,
    removingReplicas: null,
    addingReplicas: null,
    leaderRecoveryState: -1,
    directories: null,
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.isr = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      case 1:
        m.leader = r.int32();
        r.expectTagEnd(end);
        break;
      case 2:
        m.replicas = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      case 3:
        m.removingReplicas = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      case 4:
        m.addingReplicas = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      case 5:
        m.leaderRecoveryState = r.int8();
        r.expectTagEnd(end);
        break;
      case 8:
        m.directories = r.uuidsOrNull(r.compactCountOrNull(16));
        r.expectTagEnd(end);
        break;
      case 6:
        m.eligibleLeaderReplicas = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      case 7:
        m.lastKnownElr = r.int32sOrNull(r.compactCountOrNull(4));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writePartitionChangeRecord0(w: Writer, m: PartitionChangeRecord): void {
  w.int32(m.partitionId);
  w.uuid(m.topicId);
  if (m.directories !== null) throw unsupportedField('PartitionChangeRecord.directories');
  if (m.eligibleLeaderReplicas !== null) throw unsupportedField('PartitionChangeRecord.eligibleLeaderReplicas');
  if (m.lastKnownElr !== null) throw unsupportedField('PartitionChangeRecord.lastKnownElr');
  const has0 = m.isr !== null;
  const has1 = m.leader !== -2;
  const has2 = m.replicas !== null;
  const has3 = m.removingReplicas !== null;
  const has4 = m.addingReplicas !== null;
  const has5 = m.leaderRecoveryState !== -1;
  w.uvarint(+has0 + +has1 + +has2 + +has3 + +has4 + +has5);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    if (m.isr === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.isr.length);
      w.int32s(m.isr);
    }
    w.endTag(at0);
  }
  if (has1) {
    w.uvarint(1);
    const at1 = w.beginTag();
    w.int32(m.leader);
    w.endTag(at1);
  }
  if (has2) {
    w.uvarint(2);
    const at2 = w.beginTag();
    if (m.replicas === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.replicas.length);
      w.int32s(m.replicas);
    }
    w.endTag(at2);
  }
  if (has3) {
    w.uvarint(3);
    const at3 = w.beginTag();
    if (m.removingReplicas === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.removingReplicas.length);
      w.int32s(m.removingReplicas);
    }
    w.endTag(at3);
  }
  if (has4) {
    w.uvarint(4);
    const at4 = w.beginTag();
    if (m.addingReplicas === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.addingReplicas.length);
      w.int32s(m.addingReplicas);
    }
    w.endTag(at4);
  }
  if (has5) {
    w.uvarint(5);
    const at5 = w.beginTag();
    w.int8(m.leaderRecoveryState);
    w.endTag(at5);
  }
}

function writePartitionChangeRecord1(w: Writer, m: PartitionChangeRecord): void {
  w.int32(m.partitionId);
  w.uuid(m.topicId);
  if (m.eligibleLeaderReplicas !== null) throw unsupportedField('PartitionChangeRecord.eligibleLeaderReplicas');
  if (m.lastKnownElr !== null) throw unsupportedField('PartitionChangeRecord.lastKnownElr');
  const has0 = m.isr !== null;
  const has1 = m.leader !== -2;
  const has2 = m.replicas !== null;
  const has3 = m.removingReplicas !== null;
  const has4 = m.addingReplicas !== null;
  const has5 = m.leaderRecoveryState !== -1;
  const has8 = m.directories !== null;
  w.uvarint(+has0 + +has1 + +has2 + +has3 + +has4 + +has5 + +has8);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    if (m.isr === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.isr.length);
      w.int32s(m.isr);
    }
    w.endTag(at0);
  }
  if (has1) {
    w.uvarint(1);
    const at1 = w.beginTag();
    w.int32(m.leader);
    w.endTag(at1);
  }
  if (has2) {
    w.uvarint(2);
    const at2 = w.beginTag();
    if (m.replicas === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.replicas.length);
      w.int32s(m.replicas);
    }
    w.endTag(at2);
  }
  if (has3) {
    w.uvarint(3);
    const at3 = w.beginTag();
    if (m.removingReplicas === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.removingReplicas.length);
      w.int32s(m.removingReplicas);
    }
    w.endTag(at3);
  }
  if (has4) {
    w.uvarint(4);
    const at4 = w.beginTag();
    if (m.addingReplicas === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.addingReplicas.length);
      w.int32s(m.addingReplicas);
    }
    w.endTag(at4);
  }
  if (has5) {
    w.uvarint(5);
    const at5 = w.beginTag();
    w.int8(m.leaderRecoveryState);
    w.endTag(at5);
  }
  if (has8) {
    w.uvarint(8);
    const at8 = w.beginTag();
    if (m.directories === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.directories.length);
      w.uuids(m.directories);
    }
    w.endTag(at8);
  }
}

function writePartitionChangeRecord2(w: Writer, m: PartitionChangeRecord): void {
  w.int32(m.partitionId);
  w.uuid(m.topicId);
  const has0 = m.isr !== null;
  const has1 = m.leader !== -2;
  const has2 = m.replicas !== null;
  const has3 = m.removingReplicas !== null;
  const has4 = m.addingReplicas !== null;
  const has5 = m.leaderRecoveryState !== -1;
  const has6 = m.eligibleLeaderReplicas !== null;
  const has7 = m.lastKnownElr !== null;
  const has8 = m.directories !== null;
  w.uvarint(+has0 + +has1 + +has2 + +has3 + +has4 + +has5 + +has6 + +has7 + +has8);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    if (m.isr === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.isr.length);
      w.int32s(m.isr);
    }
    w.endTag(at0);
  }
  if (has1) {
    w.uvarint(1);
    const at1 = w.beginTag();
    w.int32(m.leader);
    w.endTag(at1);
  }
  if (has2) {
    w.uvarint(2);
    const at2 = w.beginTag();
    if (m.replicas === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.replicas.length);
      w.int32s(m.replicas);
    }
    w.endTag(at2);
  }
  if (has3) {
    w.uvarint(3);
    const at3 = w.beginTag();
    if (m.removingReplicas === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.removingReplicas.length);
      w.int32s(m.removingReplicas);
    }
    w.endTag(at3);
  }
  if (has4) {
    w.uvarint(4);
    const at4 = w.beginTag();
    if (m.addingReplicas === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.addingReplicas.length);
      w.int32s(m.addingReplicas);
    }
    w.endTag(at4);
  }
  if (has5) {
    w.uvarint(5);
    const at5 = w.beginTag();
    w.int8(m.leaderRecoveryState);
    w.endTag(at5);
  }
  if (has6) {
    w.uvarint(6);
    const at6 = w.beginTag();
    if (m.eligibleLeaderReplicas === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.eligibleLeaderReplicas.length);
      w.int32s(m.eligibleLeaderReplicas);
    }
    w.endTag(at6);
  }
  if (has7) {
    w.uvarint(7);
    const at7 = w.beginTag();
    if (m.lastKnownElr === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.lastKnownElr.length);
      w.int32s(m.lastKnownElr);
    }
    w.endTag(at7);
  }
  if (has8) {
    w.uvarint(8);
    const at8 = w.beginTag();
    if (m.directories === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.directories.length);
      w.uuids(m.directories);
    }
    w.endTag(at8);
  }
}

export const partitionChangeRecord: MessageCodec<PartitionChangeRecord> = defineCodec({
  name: 'PartitionChangeRecord',
  apiKey: 5,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readPartitionChangeRecord0, readPartitionChangeRecord1, readPartitionChangeRecord2],
  writers: [writePartitionChangeRecord0, writePartitionChangeRecord1, writePartitionChangeRecord2],
});

export interface RemoveTopicRecord {
  topicId: string;
}

export function newRemoveTopicRecord(fields?: Partial<RemoveTopicRecord>): RemoveTopicRecord {
  return { topicId: ZERO_UUID, ...fields };
}

function readRemoveTopicRecord0(r: Reader): RemoveTopicRecord {
  const m: RemoveTopicRecord = {
    topicId: r.uuid(),
  };
  r.keepTags();
  return m;
}

function writeRemoveTopicRecord0(w: Writer, m: RemoveTopicRecord): void {
  w.uuid(m.topicId);
  w.uvarint(0);
}

export const removeTopicRecord: MessageCodec<RemoveTopicRecord> = defineCodec({
  name: 'RemoveTopicRecord',
  apiKey: 9,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readRemoveTopicRecord0],
  writers: [writeRemoveTopicRecord0],
});

export interface ClearElrRecord {
  topicName: string;
}

export function newClearElrRecord(fields?: Partial<ClearElrRecord>): ClearElrRecord {
  return { topicName: '', ...fields };
}

function readClearElrRecord0(r: Reader): ClearElrRecord {
  const m: ClearElrRecord = {
    topicName: r.compactString(),
  };
  r.keepTags();
  return m;
}

function writeClearElrRecord0(w: Writer, m: ClearElrRecord): void {
  w.compactString(m.topicName);
  w.uvarint(0);
}

export const clearElrRecord: MessageCodec<ClearElrRecord> = defineCodec({
  name: 'ClearElrRecord',
  apiKey: 28,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readClearElrRecord0],
  writers: [writeClearElrRecord0],
});
