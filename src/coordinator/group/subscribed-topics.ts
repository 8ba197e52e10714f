/**
 * The topics that a group of consumers reads, as far as its members tell: offsets of topics that are subscribed to
 * neither expire (KIP-211) nor may be deleted. Only the prefix that all versions of ConsumerProtocolSubscription share
 * is read, so that versions yet to come are understood.
 */
import { consumerProtocolSubscription, ProtocolError, Reader } from '#protocol';

/** The topics in a member's subscription; null where the bytes are something else. */
export function topicsOfSubscription(subscription: Uint8Array): readonly string[] | null {
  try {
    const reader = new Reader(subscription);
    reader.int16();
    return consumerProtocolSubscription.read(reader, 0).topics;
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
