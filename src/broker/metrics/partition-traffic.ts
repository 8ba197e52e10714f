/** What went through a partition since the start, or since it was created (Kafka's BrokerTopicMetrics). */
export class PartitionTraffic {
  /** Records appended. */
  messagesIn = 0;
  /** Bytes of the batches that were appended, as they came. */
  bytesIn = 0;
  bytesOut = 0;
  produceRequests = 0;
  fetchRequests = 0;

  add(other: PartitionTraffic): void {
    this.messagesIn += other.messagesIn;
    this.bytesIn += other.bytesIn;
    this.bytesOut += other.bytesOut;
    this.produceRequests += other.produceRequests;
    this.fetchRequests += other.fetchRequests;
  }
}
