import { GoError } from './go-error.js';
import { fixed, type GoFunction } from './go-function.js';
import { text } from './parameter-type.js';

/** sprig's functions on the flow of a template. */
export const flowFunctions: readonly GoFunction[] = [
  fixed('fail', [text], (message) => {
    throw new GoError(message);
  }),
];
