import type { KubeObject } from '@gotk/objects';

/** What a list says beside its items. */
export interface ListHead {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: object;
}

/** An item of a list: an object, and its JSON text where that is at hand. Either may be made only when it is asked for. */
export interface ListItem {
  readonly object: KubeObject;
  readonly text?: string;
}

/** A list on its way to the wire, whose items are not copied for it. */
export class ListBody {
  readonly head: ListHead;
  readonly items: readonly ListItem[];

  constructor(head: ListHead, items: readonly ListItem[]) {
    this.head = head;
    this.items = items;
  }

  /** The list as a value; items of compiled types do not repeat their kind. */
  toJSON(): object {
    const items = this.items.map(({ object: { apiVersion: _a, kind: _k, ...fields } }) => fields);
    return { ...this.head, items };
  }
}
