import { LocatedError } from '@gotk/located-error';
import { type ByteString, fromByteString, toByteString } from './bytes/byte-string.js';
import { applyOperator, isDefaultOperator } from './evaluate/operators.js';
import { parseTemplate, type TemplateNode } from './parse/parse-template.js';

/** Gives the value of a variable, or `undefined` when it is not set. */
export type VariableLookup = (name: string) => string | undefined;

export interface SubstituteOptions {
  /** Whether a variable without value and without default is an error, or else empty. Default true, as in Flux 2.9. */
  readonly strict?: boolean;
}

const VARIABLE_NAME = /^[_A-Za-z][_A-Za-z0-9]*$/;

/**
 * Replaces `${name}` and its forms with operators in a text, as Flux's post-build substitution does; `$${name}` stays as `${name}`.
 *
 * @throws LocatedError `envsubst-syntax`, `envsubst-unset` (strict), `envsubst-length`, `envsubst-too-long`.
 * @example substitute('host: ${name:-web}.example.com', () => undefined) // 'host: web.example.com'
 */
export function substitute(text: string, lookup: VariableLookup, { strict = true }: SubstituteOptions = {}): string {
  if (!text.includes('$')) return text;
  const nodes = parseTemplate(toByteString(text));
  return fromByteString(nodes.map((node) => evaluate(node, lookup, strict)).join(''));
}

function evaluate(node: TemplateNode, lookup: VariableLookup, strict: boolean): ByteString {
  if (node.kind === 'text') return node.text;
  const parameters = node.parameters.map((parameter) => evaluate(parameter, lookup, strict));
  const name = fromByteString(node.name);
  const value = lookup(name);
  if (value === undefined && strict && !isDefaultOperator(node.operator)) throw unsetError(name);
  return applyOperator(node.operator, toByteString(value ?? ''), parameters);
}

function unsetError(name: string): LocatedError {
  return new LocatedError({
    code: 'envsubst-unset',
    message: `variable not set (strict mode): ${JSON.stringify(name)}`,
    hint: `Set ${name} under postBuild.substitute or substituteFrom, give it a default with \${${name}:=value}, or write $\${${name}} to keep it as it is.`,
  });
}

/**
 * Replaces variables in the YAML of a resource; names are checked first.
 *
 * @throws LocatedError as {@link substitute}, its message prefixed as Flux prefixes it, and `envsubst-name`.
 */
export function substituteVariables(
  text: string,
  variables: Readonly<Record<string, string>>,
  options: SubstituteOptions = {},
): string {
  const invalid = Object.keys(variables).find((name) => !VARIABLE_NAME.test(name));
  if (invalid !== undefined) {
    const message = `'${invalid}' var name is invalid, must match '^[_[:alpha:]][_[:alpha:][:digit:]]*$'`;
    throw new LocatedError({
      code: 'envsubst-name',
      message,
      hint: 'Use letters, digits and underscores, and begin with no digit.',
    });
  }
  try {
    return substitute(text, (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined), options);
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    const { code, message, hint } = error;
    throw new LocatedError({ code, message: `variable substitution failed: ${message}`, hint, cause: error });
  }
}
