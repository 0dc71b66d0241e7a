/** A command line of `helm` in a folder of files. */
export interface CommandCase {
  /** Where it came from, for a person. */
  readonly name: string;
  /** Files of the working folder, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Without `helm` itself. */
  readonly args: readonly string[];
}

/** What a command line left behind. */
export interface CommandOutcome {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
