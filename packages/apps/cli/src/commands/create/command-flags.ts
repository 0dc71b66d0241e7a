import type { Command } from '../../cli/command.js';
import type { Flag } from '../../cli/flag.js';
import type { Recipe } from './recipe.js';

/** A flag that takes a text. */
export function textFlag(name: string, usage: string, shorthand?: string): Flag {
  return { name, type: 'string', usage, ...(shorthand === undefined ? {} : { shorthand }) };
}

/** A flag that takes comma-separated texts. */
export function listFlag(name: string, usage: string): Flag {
  return { name, type: 'strings', usage };
}

/** A flag without a value. */
export function boolFlag(name: string, usage: string, shorthand?: string): Flag {
  return { name, type: 'bool', usage, ...(shorthand === undefined ? {} : { shorthand }) };
}

/** Flags for basic authentication. */
export const basicAuthFlags: readonly Flag[] = [
  textFlag('username', 'name for basic authentication', 'u'),
  textFlag('password', 'password for basic authentication', 'p'),
];

/** Flags that say how signatures are verified. */
export const verifyFlags: readonly Flag[] = [
  {
    name: 'verify-provider',
    type: {
      name: 'sourceOCIVerifyProvider',
      parse: (value) => {
        if (value === 'cosign') return value;
        throw new Error(`source OCI verify provider '${value}' is not supported, must be one of: cosign`);
      },
    },
    usage: 'tool whose signatures are checked, available options are: (cosign)',
  },
  textFlag('verify-secret-ref', 'Secret with the public keys of trusted signers'),
  textFlag('verify-subject', 'regular expression for the subject of keyless signatures'),
  textFlag('verify-issuer', 'regular expression for the issuer of keyless signatures'),
];

/** Loads a recipe and the runner of all recipes. */
export function fromRecipe(recipe: () => Promise<Recipe>): NonNullable<Command['load']> {
  return async () => {
    const [{ createObject }, loaded] = await Promise.all([import('./create-object.js'), recipe()]);
    return createObject(loaded);
  };
}
