/**
 * UpdateFeatures (KIP-584, KIP-778) as a decision: levels go up or down within what every registered broker supports, all
 * of a request or none.
 */
import { apiError, NO_ERROR } from './api-error.ts';
import type { ApiError, FeatureUpdate, UpdateFeaturesCommand } from './commands.ts';
import type { ControllerContext, Decision } from './controller-context.ts';
import type { MetadataImage } from './image.ts';
import { metadataRecord } from './records.ts';

const METADATA_VERSION = 'metadata.version';
/** How a level may change: up only, down without losing metadata, down at any price. */
const UpgradeType = { UPGRADE: 1, SAFE_DOWNGRADE: 2, UNSAFE_DOWNGRADE: 3 } as const;

/**
 * The levels of metadata.version that brought records, or versions of some, of their own (Kafka's MetadataVersion): below
 * such a level the log would hold what the level does not know.
 */
const LEVELS_WITH_NEW_RECORDS: readonly number[] = [8, 11, 13, 14, 15, 17, 23, 30];

export function decideUpdateFeatures({ image }: ControllerContext, command: UpdateFeaturesCommand): Decision<ApiError> {
  const { updates, validateOnly } = command;
  const names = new Set(updates.map(({ feature }) => feature));
  if (names.size < updates.length) {
    return { records: [], response: apiError('INVALID_REQUEST', 'Each feature must appear at most once.') };
  }
  for (const update of updates) {
    const reason = reasonAgainst(image, update);
    if (reason === null) continue;
    const message = `The update failed for all features since the following feature had an error: ${reason}`;
    return { records: [], response: apiError('INVALID_UPDATE_VERSION', message) };
  }
  const records = validateOnly
    ? []
    : updates
        .filter(({ feature, level }) => (image.features.get(feature) ?? 0) !== level)
        .map(({ feature, level }) => metadataRecord('FeatureLevelRecord', { name: feature, featureLevel: level }));
  return { records, response: NO_ERROR };
}

function reasonAgainst(image: MetadataImage, update: FeatureUpdate): string | null {
  const { feature, level, upgradeType } = update;
  const current = image.features.get(feature) ?? 0;
  const reason = reasonAgainstLevel(image, update);
  if (reason !== null) return `Invalid update version ${level} for feature ${feature}. ${reason}`;
  if (feature !== METADATA_VERSION || level >= current) return null;
  const isUnsafe = upgradeType === UpgradeType.UNSAFE_DOWNGRADE;
  const lost = reasonAgainstDowngrade(level, { current, isUnsafe });
  return lost === null ? null : `Unsupported metadata.version downgrade from ${current} to ${level}. ${lost}`;
}

function reasonAgainstLevel(image: MetadataImage, { feature, level, upgradeType }: FeatureUpdate): string | null {
  if (upgradeType < UpgradeType.UPGRADE || upgradeType > UpgradeType.UNSAFE_DOWNGRADE) {
    return 'The controller does not support the given upgrade type.';
  }
  if (level < 0) return 'A feature version cannot be less than 0.';
  const current = image.features.get(feature) ?? 0;
  const unsupported = reasonNotSupported(image, feature, level);
  if (unsupported !== null) return unsupported;
  const isUpgrade = upgradeType === UpgradeType.UPGRADE;
  if (level < current && isUpgrade) {
    return (
      "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe " +
      'downgrade.'
    );
  }
  return level > current && !isUpgrade ? "Can't downgrade to a newer version." : null;
}

/** Records that the lower level does not know cannot be taken back, at no price. */
function reasonAgainstDowngrade(
  level: number,
  { current, isUnsafe }: { current: number; isUnsafe: boolean },
): string | null {
  if (!LEVELS_WITH_NEW_RECORDS.some((changed) => level < changed && changed <= current)) return null;
  return isUnsafe
    ? 'Unsafe metadata downgrade is not supported in this version.'
    : 'Refusing to perform the requested downgrade because it might delete metadata information.';
}

function reasonNotSupported(image: MetadataImage, feature: string, level: number): string | null {
  for (const { id, features } of image.brokers.values()) {
    const range = features.find(({ name }) => name === feature);
    if (range === undefined) {
      if (level > 0) return `Local controller ${id} does not support this feature.`;
    } else if (level < range.minSupportedVersion || level > range.maxSupportedVersion) {
      const { minSupportedVersion: low, maxSupportedVersion: high } = range;
      return `Local controller ${id} only supports versions ${low === high ? low : `${low}-${high}`}`;
    }
  }
  return null;
}
