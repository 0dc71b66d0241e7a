import { type Gvk, gvkSelected, renderGvk } from '../resource/gvk.js';

/** A field of some kinds of objects that a transformer edits. */
export interface FieldSpec extends Gvk {
  /** Names between slashes; `[]` after a name says that it is a list, and lists are walked in any case. */
  readonly path: string;
  /** Whether the field is made where it is absent. */
  readonly create: boolean;
}

/** `Kind.version.group:create:path`. */
export function renderFieldSpec(spec: FieldSpec): string {
  return `${renderGvk(spec)}:${spec.create}:${spec.path}`;
}

/**
 * `specs` with those of `added` that it does not cover yet.
 * @throws when two of them disagree on whether to make the field.
 */
export function mergeFieldSpecs(specs: readonly FieldSpec[], added: readonly FieldSpec[]): readonly FieldSpec[] {
  if (added.length === 0) return specs;
  const byPath = new Map<string, FieldSpec[]>();
  for (const spec of specs) addToPath(byPath, spec);
  const fresh = added.filter((spec) => {
    const covering = byPath.get(spec.path)?.find((other) => gvkSelected(other, spec));
    if (covering === undefined) addToPath(byPath, spec);
    else if (covering.create !== spec.create) throw new Error('conflicting fieldspecs');
    return covering === undefined;
  });
  if (fresh.length === 0) return specs;
  return specs.length === 0 && fresh.length === added.length ? added : [...specs, ...fresh];
}

function addToPath(byPath: Map<string, FieldSpec[]>, spec: FieldSpec): void {
  const known = byPath.get(spec.path);
  if (known === undefined) byPath.set(spec.path, [spec]);
  else known.push(spec);
}
