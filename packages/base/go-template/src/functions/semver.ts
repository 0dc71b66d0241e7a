import type { GoFunction } from './go-function.js';

/** sprig's functions on versions. */
export const semverFunctions: readonly GoFunction[] = [];
