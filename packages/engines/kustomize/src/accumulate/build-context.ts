import type { BuildLimits, HelmOptions } from '../build-options.js';
import type { ChartAnswers } from '../generators/chart-answers.js';
import type { BuildMemo } from '../memo/build-memo.js';
import type { FileReader } from '../read/file-reader.js';
import type { BuildSchema } from '../schema/build-schema.js';

/** What all layers of one build share. */
export interface BuildContext {
  readonly schema: BuildSchema;
  readonly reader: FileReader;
  readonly limits: BuildLimits;
  readonly helm: HelmOptions | undefined;
  readonly charts: ChartAnswers;
  /** Notices for the person who runs the build, in order. */
  readonly warnings: string[];
  /** What is kept between builds; `undefined` where nothing can be. */
  readonly memo: BuildMemo | undefined;
  /** Whether to record what changed each object. */
  readonly explain: boolean;
  /** To be called now and then. @throws LocatedError `kustomize-limit` once the build has taken too long. */
  readonly checkTime: () => void;
}
