import type { DraftFields } from '../../drafts/draft.js';
import { admissionDefaults } from './admission-defaults.js';
import { appsDefaults } from './apps-defaults.js';
import { autoscalingDefaults } from './autoscaling-defaults.js';
import { batchDefaults } from './batch-defaults.js';
import { coreDefaults } from './core-defaults.js';
import { networkingDefaults } from './networking-defaults.js';
import { otherDefaults } from './other-defaults.js';
import { podDefaults } from './pod-defaults.js';

/** Fills in the defaults of one value of a type; the values in it have theirs already. */
export type TypeDefaults = (value: DraftFields) => void;

/** What each type's defaults say, by its OpenAPI name. They hold wherever the type stands. */
const rules: Readonly<Record<string, TypeDefaults>> = {
  ...admissionDefaults,
  ...appsDefaults,
  ...autoscalingDefaults,
  ...batchDefaults,
  ...coreDefaults,
  ...networkingDefaults,
  ...otherDefaults,
  ...podDefaults,
};

/** The defaults of a type, if it has any. */
export function defaultsOfType(name: string): TypeDefaults | undefined {
  return Object.hasOwn(rules, name) ? rules[name] : undefined;
}
