/** How quotas are measured, out of the broker's config. */
import type { BrokerConfigValues } from '../config/index.ts';
import type { ClientQuotasSettings } from './client-quotas.ts';

export function quotaSettings(values: BrokerConfigValues): ClientQuotasSettings {
  return {
    window: { samples: values.quotaWindowNum, sampleMs: values.quotaWindowSizeSeconds * 1000 },
    controllerWindow: {
      samples: values.controllerQuotaWindowNum,
      sampleMs: values.controllerQuotaWindowSizeSeconds * 1000,
    },
  };
}
