/** The topics that the broker keeps for itself, by what they are for. */
export const GROUP_METADATA_TOPIC = '__consumer_offsets';
