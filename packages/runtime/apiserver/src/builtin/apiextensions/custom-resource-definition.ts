import { crdStrategy } from '../../crd/crd-strategy.js';
import { builtinKind } from '../builtin-kinds.js';

export const customResourceDefinitionKind = builtinKind({ strategy: crdStrategy });
