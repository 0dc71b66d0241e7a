import type { JsonObject } from '@gotk/json';
import type { FlagValues } from '../../../cli/flag.js';
import { durationField, optionalText } from '../fields.js';
import type { Recipe } from '../recipe.js';

const REFLECTIONS = ['Never', 'IfNotPresent', 'Always'];

/** How an ImagePolicy is made out of flags. */
export const imagePolicyRecipe: Recipe = {
  kind: 'ImagePolicy',
  label: 'ImagePolicy',
  told: 'after',
  buildSpec: ({ flags }) => {
    if (flags.text('image-ref') === '') {
      throw new Error('the name of an ImageRepository in the namespace is required (--image-ref)');
    }
    return {
      imageRepositoryRef: { name: flags.text('image-ref') },
      policy: policyOf(flags),
      filterTags: filterOf(flags),
      ...reflectionOf(flags),
    };
  },
  done: () => ['ImagePolicy reconciliation completed'],
};

function policyOf(flags: FlagValues): JsonObject {
  const [semver, alpha, numeric] = ['select-semver', 'select-alpha', 'select-numeric'].map((flag) => flags.text(flag));
  const given = [semver, alpha, numeric].filter((text) => text !== '');
  if (given.length === 0) throw new Error('a policy must be provided with either --select-semver or --select-alpha');
  if (given.length > 1) {
    throw new Error('only one of --select-semver, --select-alpha or --select-numeric can be specified');
  }
  if (alpha) return { alphabetical: { order: requireOrder('--select-alpha', alpha) } };
  if (numeric) return { numerical: { order: requireOrder('--select-numeric', numeric) } };
  return { semver: { range: semver } };
}

function requireOrder(flag: string, order: string): string {
  if (order === 'asc' || order === 'desc') return order;
  throw new Error(`${flag} must be one of ["asc", "desc"]`);
}

function filterOf(flags: FlagValues): JsonObject | undefined {
  const [pattern, extract] = [flags.text('filter-regex'), flags.text('filter-extract')];
  if (pattern === '' && extract === '') return undefined;
  if (pattern === '') throw new Error('cannot specify --filter-extract without specifying --filter-regex');
  requireGroups(extract, groupNames(pattern));
  return { pattern, extract };
}

/** Names of the groups of a Go regular expression. */
function groupNames(pattern: string): readonly string[] {
  const translated = pattern.replaceAll('(?P<', '(?<');
  try {
    new RegExp(translated, 'u');
  } catch (error) {
    throw new Error('--filter-regex is an invalid regex pattern', { cause: error });
  }
  return Array.from(translated.matchAll(/\(\?<([A-Za-z_]\w*)>/g), ([, name = '']) => name);
}

/** @throws when the template names a group that is not in the pattern. */
function requireGroups(template: string, names: readonly string[]): void {
  for (const [reference, braced, plain] of template.matchAll(/\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+)|)/gu)) {
    if (reference === '$$') continue;
    const name = braced ?? plain;
    if (name === undefined) throw new Error('--filter-extract is malformed');
    if (/^(0|[1-9]\d*)$/.test(name) || names.includes(name)) continue;
    throw new Error(`capture group $${name} used in --filter-extract not found in --filter-regex`);
  }
}

function reflectionOf(flags: FlagValues): JsonObject {
  const digestReflectionPolicy = optionalText(flags, 'reflect-digest');
  if (digestReflectionPolicy !== undefined && !REFLECTIONS.includes(digestReflectionPolicy)) {
    throw new Error("invalid value for --reflect-digest, must be one of 'Never', 'IfNotPresent', 'Always'");
  }
  const interval = durationField(flags, 'interval');
  if (interval !== undefined && digestReflectionPolicy !== 'Always') {
    throw new Error(
      "the --interval flag can only be used with the 'Always' digest reflection policy, use --reflect-digest=Always",
    );
  }
  return { digestReflectionPolicy, interval };
}
