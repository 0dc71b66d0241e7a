import { writeSync } from 'node:fs';

/**
 * Writes texts to a standard stream of the process, each before the next is asked for. The stream itself, which costs Node
 * milliseconds to make, is only used where the file behind it cannot take more at the moment.
 *
 * @param fd 1 or 2.
 */
export function textWriter(fd: 1 | 2, openStream: () => NodeJS.WriteStream): (text: string) => void {
  let stream: NodeJS.WriteStream | undefined;
  return (text) => {
    const rest = stream === undefined ? writeDirectly(fd, text) : Buffer.from(text);
    if (rest.length === 0) return;
    stream ??= openStream().on('error', failed);
    stream.write(rest);
  };
}

/** @returns what the file could not take. */
function writeDirectly(fd: number, text: string): Buffer {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
  } catch (error) {
    if (codeOf(error) !== 'EAGAIN') failed(error);
  }
  return rest;
}

/** `flux get … | head` closes the pipe; that is no failure. */
function failed(error: unknown): never {
  if (codeOf(error) === 'EPIPE') process.exit(0);
  throw error;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
