import type { Duplex } from 'node:stream';

const LINES: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Answers what is no request, or did not come in time, and hangs up. */
export function refuseMessage({ code = '' }: NodeJS.ErrnoException, socket: Duplex): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const line = LINES[code] ?? '400 Bad Request';
  const head = ['Content-Type: text/plain; charset=utf-8', `Content-Length: ${line.length}`, 'Connection: close'];
  // Who does not read this either is cut off.
  socket.end(`HTTP/1.1 ${line}\r\n${head.join('\r\n')}\r\n\r\n${line}`, () => socket.destroy());
}
