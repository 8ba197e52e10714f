/** The scenarios of the client suite, in the order in which they run. */
import type { ClientScenario } from '../scenario.ts';

export const clientScenarios: readonly ClientScenario[] = [];
