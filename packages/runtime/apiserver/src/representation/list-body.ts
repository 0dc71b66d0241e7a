import type { KubeObject } from '@gotk/objects';

/** What a list says beside its items. */
export interface ListHead {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: object;
}

/** A list on its way to the wire, whose items are not copied for it. */
export class ListBody {
  readonly head: ListHead;
  readonly objects: readonly KubeObject[];

  constructor(head: ListHead, objects: readonly KubeObject[]) {
    this.head = head;
    this.objects = objects;
  }

  /** The list as a value; items of compiled types do not repeat their kind. */
  toJSON(): object {
    const items = this.objects.map(({ apiVersion: _a, kind: _k, ...fields }) => fields);
    return { ...this.head, items };
  }
}
