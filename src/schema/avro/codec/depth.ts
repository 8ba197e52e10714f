/** How deep records may stand within themselves, so that neither data nor values exhaust the stack. */
export const MAX_DEPTH = 1000;
