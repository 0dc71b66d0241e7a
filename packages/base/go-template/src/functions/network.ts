import { fixed, type GoFunction } from './go-function.js';
import { text } from './parameter-type.js';

/** sprig's functions on the network. */
export const networkFunctions: readonly GoFunction[] = [
  fixed('getHostByName', [text], (name, { run }) => run.environment.resolveHost?.(name) ?? ''),
];
