/** A `git` process that could not do its work. `stderr` may quote the remote and is never shown without being mapped first. */
export class GitProcessError extends Error {
  /** Exit code, or `undefined` when the process was killed or could not be started. */
  readonly exitCode: number | undefined;
  readonly stderr: string;

  constructor(command: string, exitCode: number | undefined, stderr: string) {
    super(`git ${command} ${exitCode === undefined ? 'was killed' : `failed with exit code ${exitCode}`}`);
    this.name = 'GitProcessError';
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}
