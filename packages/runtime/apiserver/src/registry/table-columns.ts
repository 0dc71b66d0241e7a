import type { JsonValue } from '@gotk/json';
import type { KubeObject, ObjectMeta } from '@gotk/objects';

/** One column of a Table, as clients print it. */
export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  /** 0 is always shown; greater ones with `-o wide`. */
  readonly priority: number;
}

/** How a kind is shown as a Table. */
export interface TableColumns {
  readonly columns: readonly TableColumn[];
  /** The cells of one object's row, one per column. */
  cells(object: KubeObject, nowMs: number): readonly JsonValue[];
  /** In which order rows stand. Default: as the objects do. */
  compareRows?(a: KubeObject, b: KubeObject): number;
  /** The metadata that a row carries. Default: the object's. */
  rowMetadata?(metadata: ObjectMeta): ObjectMeta;
}
