import type { JsonObject } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import type { DraftObject } from '../drafts/draft.js';

/** A body decoded into a version of a kind. */
export interface DecodedObject {
  /** A private copy, in the version asked for, defaults set. */
  readonly object: DraftObject;
  /** Unknown and duplicate fields, as strict validation words them. */
  readonly strictErrors: readonly string[];
}

/** What a conversion by somebody else needs of the request that wants it. */
export interface ConversionCall {
  readonly signal: AbortSignal;
  readonly warnings: string[];
}

/** How a version of a kind is read and written. */
export interface ObjectCodec {
  /**
   * Reads a body that is known to be of this kind and version.
   * @throws DecodeError when a field has the wrong type.
   */
  decode(body: JsonObject): DecodedObject;
  /** Completes what server-side apply merged; the merge knew its types already. Absent: as `decode` does. */
  completeApplied?(merged: JsonObject): DraftObject;
  /** What is there before a creation: an object of the kind with nothing in it. Absent: just the kind. */
  emptyObject?(): KubeObject;
  /** From this version to the one that is stored; takes the draft over. */
  toStorage(draft: DraftObject): DraftObject;
  /** Prepares `fromStorage` for objects of the stored version, where somebody else converts them. @throws ApiError */
  prepare?(objects: readonly KubeObject[], call: ConversionCall): Promise<void>;
  /**
   * From this version to the stored one, just before a draft is stored. A kind with it is written in the version that was asked
   * for, and its `toStorage` does nothing.
   * @throws ApiError
   */
  convertDraft?(draft: DraftObject, call: ConversionCall): DraftObject | Promise<DraftObject>;
  /** An object of this version as JSON text, its fields in the order in which the API writes them. */
  renderText(object: KubeObject): string;
  /** From the stored version to this one. */
  fromStorage(object: KubeObject): KubeObject;
  /** Whether {@link fromStorage} gives every object back as it is. Default `false`. */
  readonly showsStored?: boolean;
}

/** A body that cannot be read as its kind; the message is the part after `cannot be handled as a KIND: `. */
export class DecodeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DecodeError';
  }
}
