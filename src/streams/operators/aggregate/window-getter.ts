/** Rows of windows and sessions, for who looks them up by windowed keys. */
import type { SessionStore, Windowed, WindowStore } from '../../stores/state-store.ts';
import type { ValueGetterPlan } from '../value-getter.ts';
import { sessionStoreOf, windowStoreOf } from '../../runtime/typed-store.ts';

export function windowGetter(storeName: string): ValueGetterPlan {
  return {
    stores: [storeName],
    isVersioned: false,
    create() {
      let rows: WindowStore<unknown, unknown> | null = null;
      return {
        open(context) {
          rows = windowStoreOf(context, storeName);
        },
        get(key) {
          const { key: inner, start } = key as Windowed<unknown>;
          return rows?.get(inner, start);
        },
      };
    },
  };
}

export function sessionGetter(storeName: string): ValueGetterPlan {
  return {
    stores: [storeName],
    isVersioned: false,
    create() {
      let rows: SessionStore<unknown, unknown> | null = null;
      return {
        open(context) {
          rows = sessionStoreOf(context, storeName);
        },
        get(key) {
          const { key: inner, start, end } = key as Windowed<unknown>;
          const value = rows?.get(inner, start, end);
          return value === undefined ? undefined : { value, timestamp: end };
        },
      };
    },
  };
}
