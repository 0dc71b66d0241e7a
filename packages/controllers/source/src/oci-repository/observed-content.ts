import type { StatusDraft } from '@gotk/controller-runtime';
import { type JsonObject, jsonEqual } from '@gotk/json';
import { fieldOf } from '@gotk/objects';
import type { OciRepository } from './parse-oci-repository.js';

/** Whether something in the spec asks for another artifact from the same revision. */
export function contentChanged(object: OciRepository, { fields }: StatusDraft): boolean {
  const wanted = observedSpec(object);
  return Object.keys(wanted).some((name) => !jsonEqual(wanted[name], fields[name]));
}

/** What the status remembers of what an artifact was made with. */
export function observedSpec(object: OciRepository): JsonObject {
  const layerSelector = fieldOf(object, 'spec', 'layerSelector') ?? undefined;
  return { observedIgnore: object.decoded.ignore, observedLayerSelector: layerSelector };
}
