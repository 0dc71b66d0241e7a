import type { Socket } from 'node:net';
import { LocatedError } from '@gotk/located-error';

const MAX_HEAD_BYTES = 64 * 1024;

/** Reads the first bytes of a connection, before it is passed on. */
export interface SocketReader {
  take(length: number): Promise<Buffer>;
  takeUntil(end: string): Promise<string>;
  /** Gives back what has been read too much. */
  release(): void;
}

/** Reads what comes over `socket` until `release`, at most a few kilobytes ahead. */
export function socketReader(socket: Socket): SocketReader {
  let pending = Buffer.alloc(0);
  let ended = false;
  let wake: () => void = () => undefined;
  const onData = (chunk: Buffer): void => {
    pending = Buffer.concat([pending, chunk]);
    wake();
  };
  const onClose = (): void => {
    ended = true;
    wake();
  };
  socket.on('data', onData);
  socket.on('close', onClose);
  const take = async (lengthOf: () => number): Promise<Buffer> => {
    while (lengthOf() > pending.length) {
      if (ended || pending.length > MAX_HEAD_BYTES)
        throw new LocatedError({ code: 'git-proxy', message: 'the proxy closed the connection' });
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const taken = pending.subarray(0, lengthOf());
    pending = pending.subarray(taken.length);
    return taken;
  };
  return {
    take: (length) => take(() => length),
    async takeUntil(end): Promise<string> {
      const lengthOf = (): number => {
        const index = pending.indexOf(end);
        return index === -1 ? pending.length + 1 : index + end.length;
      };
      return (await take(lengthOf)).toString('latin1');
    },
    release(): void {
      socket.off('data', onData);
      socket.off('close', onClose);
      socket.pause();
      if (pending.length > 0) socket.unshift(pending);
    },
  };
}
