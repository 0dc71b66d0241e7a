import { compareUtf8 } from '@gotk/json';
import { buildError } from '../errors/build-error.js';
import type { YamlPlace } from '../errors/place-error.js';
import type { VarFields } from '../kustomization/kustomization.js';
import { type Gvk, renderGvk, splitApiVersion } from '../resource/gvk.js';

/** A name that stands for a field of an object: `$(NAME)`. */
export interface Variable extends Gvk {
  readonly name: string;
  readonly objectName: string;
  readonly objectNamespace: string;
  /** Empty until the var is in a set: then it is the name. */
  readonly fieldPath: string;
  /** Where it is defined. */
  readonly place: YamlPlace;
}

/** The vars of a build by their name. */
export class VarSet {
  readonly #vars = new Map<string, Variable>();

  /** @throws LocatedError when there is one of that name. */
  add(variable: Variable): void {
    if (this.#vars.has(variable.name))
      throw buildError('kustomize-var', `var '${variable.name}' already encountered`, {
        hint: `Define ${JSON.stringify(variable.name)} in one kustomization only.`,
      });
    this.#vars.set(variable.name, { ...variable, fieldPath: variable.fieldPath || 'metadata.name' });
  }

  mergeAll(other: VarSet): void {
    for (const variable of other.sorted()) this.add(variable);
  }

  sorted(): readonly Variable[] {
    return [...this.#vars.values()].sort((a, b) => compareUtf8(a.name, b.name));
  }
}

/** A var as a kustomization defines it. */
export function parseVar(fields: VarFields, place: YamlPlace): Variable {
  const { name = '', objref = {}, fieldref = {} } = fields;
  const { apiVersion = '', group = '', version = '', kind = '' } = objref;
  const [ownGroup, ownVersion] = splitParts(apiVersion);
  return {
    name,
    group: ownGroup ?? group,
    version: ownVersion ?? version,
    kind,
    objectName: objref.name ?? '',
    objectNamespace: objref.namespace ?? '',
    fieldPath: fieldref.fieldPath ?? '',
    place,
  };
}

/** An apiVersion with more than one slash says nothing. */
function splitParts(apiVersion: string): readonly [group?: string | undefined, version?: string] {
  if (apiVersion === '' || apiVersion.split('/').length > 2) return [];
  const [group, version] = splitApiVersion(apiVersion);
  return apiVersion.includes('/') ? [group, version] : [undefined, version];
}

/** A var as messages name it. */
export function renderVar({ name, fieldPath, ...gvk }: Pick<Variable, 'name' | 'fieldPath' | keyof Gvk>): string {
  return `{${name} ${renderGvk(gvk)} {${fieldPath}}}`;
}

/** A list of vars as they stand in a file. */
export function renderVarFields(vars: readonly VarFields[]): string {
  const texts = vars.map(({ name = '', objref = {}, fieldref = {} }) =>
    renderVar({
      name,
      group: objref.group ?? '',
      version: objref.version ?? '',
      kind: objref.kind ?? '',
      fieldPath: fieldref.fieldPath ?? '',
    }),
  );
  return `[${texts.join(' ')}]`;
}
