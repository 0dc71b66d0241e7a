/** A part of a template. A list is what stands between one pair of braces, its parts applied one after the other. */
export type JsonPathNode =
  | { readonly kind: 'list'; readonly nodes: readonly JsonPathNode[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'array'; readonly range: ArrayRange }
  | { readonly kind: 'union'; readonly alternatives: readonly JsonPathList[] }
  | { readonly kind: 'filter'; readonly left: JsonPathList; readonly right: JsonPathList; readonly operator: string }
  | { readonly kind: 'number'; readonly value: number; readonly type: 'int' | 'float' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'identifier'; readonly name: string }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'recursive' };

export type JsonPathList = Extract<JsonPathNode, { kind: 'list' }>;

/** `[start:end:step]`; what is not written is `undefined`. A single index has an end that was derived from it. */
export interface ArrayRange {
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly endIsDerived: boolean;
  readonly step: number | undefined;
}
