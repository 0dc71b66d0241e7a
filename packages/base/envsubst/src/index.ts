export { type SubstituteOptions, substitute, substituteVariables, type VariableLookup } from './substitute.js';
