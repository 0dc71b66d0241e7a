import { substituteVariables } from '@gotk/envsubst';
import { isJsonObject } from '@gotk/json';
import type { BuiltObject } from '@gotk/kustomize';
import { LocatedError } from '@gotk/located-error';
import type { KubeObject } from '@gotk/objects';
import { parseYaml, renderYaml } from '@gotk/yaml';
import { GROUP } from '../group.js';
import type { BuildManifestsOptions } from './build-manifests.js';
import type { Substituted } from './substitutions.js';

const SUBSTITUTE = `${GROUP}/substitute`;

/** Whether an object asks to be left as it is. */
export function keepsText({ metadata }: KubeObject): boolean {
  return metadata.labels?.[SUBSTITUTE] === 'disabled' || metadata.annotations?.[SUBSTITUTE] === 'disabled';
}

/** The object with its variables replaced, unless there are none to replace them with. @throws Error with Flux's text. */
export async function substituteObject(
  built: BuiltObject,
  options: Pick<BuildManifestsOptions, 'spec' | 'loadVariables' | 'strictSubstitutions' | 'substitutions'>,
): Promise<BuiltObject> {
  const { spec, loadVariables, strictSubstitutions = true, substitutions } = options;
  const variables = await loadVariables();
  if (variables.size === 0 && spec.postBuild?.substituteStrategy !== 'Always') return built;
  const known = substitutions?.find(built.object, variables, strictSubstitutions);
  if (known !== undefined) return { ...built, ...known };
  const substituted = substitute(built, variables, strictSubstitutions);
  substitutions?.keep(built.object, variables, strictSubstitutions, substituted);
  return { ...built, ...substituted };
}

function substitute(built: BuiltObject, variables: ReadonlyMap<string, string>, strict: boolean): Substituted {
  const values = Object.fromEntries(variables);
  const text = prefixed('envsubst error', () => substituteVariables(built.yaml, values, { strict }));
  const object = prefixed('envsubst error: YAMLToJSON', () => parseYaml(text));
  if (!isJsonObject(object) || !isJsonObject(object['metadata'])) {
    throw new Error('UnmarshalJSON: the substituted text is no Kubernetes object');
  }
  return { object: object as unknown as KubeObject, yaml: renderYaml(object) };
}

function prefixed<T>(prefix: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const hint = error instanceof LocatedError ? error.hint : undefined;
    throw new LocatedError({ code: 'substitution-failed', message: `${prefix}: ${text}`, hint, cause: error });
  }
}
