import type { HelmVersion } from '@gotk/helm';

/** Text, a packaged chart of files, or a link to another place. */
export type ScenarioFile =
  | string
  | { readonly chart: Readonly<Record<string, string>> }
  | { readonly link: string }
  | { readonly base64: string }
  /** A program. */
  | { readonly script: string };

/** Command lines in a folder. */
export interface Scenario {
  readonly name: string;
  /** Files of the working folder. `$HTTP`, `$OCI` and `$LOCKED` in texts become the addresses of the servers, `$DIR` the folder. */
  readonly files?: Readonly<Record<string, ScenarioFile>>;
  /** Command lines, words apart by blanks; `$HTTP`, `$OCI` and `$DIR` as above. `''` is an empty word, `␣` a blank in a word. */
  readonly run: readonly string[];
  readonly stdin?: string;
  /** Default: both. */
  readonly versions?: readonly HelmVersion[];
  /** Why the output is compared as a set of lines. */
  readonly unordered?: true;
}

/** What command lines left behind. */
export interface Outcome {
  readonly steps: readonly StepOutcome[];
  /** Files that are new or other than before, by path: their text, or what an archive holds. `null`: gone. */
  readonly files: Readonly<Record<string, string | null>>;
}

/** What one command line did. */
export interface StepOutcome {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}
