/** The topics that the broker keeps for itself, by what they are for. */
export const GROUP_METADATA_TOPIC = '__consumer_offsets';
export const SHARE_GROUP_STATE_TOPIC = '__share_group_state';
export const TRANSACTION_STATE_TOPIC = '__transaction_state';
