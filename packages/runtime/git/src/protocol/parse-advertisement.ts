import { type Packet, parsePackets, protocolError } from './packet-line.js';
import type { ObjectFormat, RemoteRef, RemoteRefs } from './remote-refs.js';

/** What a server says first: in version 2 what it can do, before that all its refs at once. */
export type Advertisement =
  | { readonly version: 2; readonly capabilities: ReadonlyMap<string, string> }
  | { readonly version: 0; readonly refs: RemoteRefs };

const PEELED = '^{}';

/**
 * Parses the answer to `GET /info/refs?service=git-upload-pack`.
 * @throws LocatedError `git-protocol` when it is not Git's smart protocol.
 */
export function parseAdvertisement(body: Buffer): Advertisement {
  const lines = withoutServiceHeader(parsePackets(body));
  if (lines[0] === 'version 2') return { version: 2, capabilities: parseCapabilities(lines.slice(1)) };
  return { version: 0, refs: parseRefs(lines[0] === 'version 1' ? lines.slice(1) : lines) };
}

/** Object format named in the capabilities; SHA-1 when none is. */
export function objectFormatOf(capabilities: ReadonlyMap<string, string>): ObjectFormat {
  const format = capabilities.get('object-format') ?? 'sha1';
  if (format !== 'sha1' && format !== 'sha256') throw protocolError(`unknown object format ${JSON.stringify(format)}`);
  return format;
}

function withoutServiceHeader(packets: readonly Packet[]): readonly string[] {
  const lines: string[] = [];
  for (const packet of packets) {
    if (packet.kind !== 'data') continue;
    const line = packet.data.toString('utf8').replace(/\n$/, '');
    if (line.startsWith('ERR ')) throw protocolError(line.slice('ERR '.length));
    if (!line.startsWith('# service=')) lines.push(line);
  }
  return lines;
}

function parseRefs(lines: readonly string[]): RemoteRefs {
  const capabilities = parseCapabilities((lines[0]?.split('\0')[1] ?? '').split(' '));
  const refs = new Map<string, RemoteRef>();
  for (const line of lines) {
    const { hash, name } = parseRefLine(line);
    if (name.endsWith(PEELED)) addPeeled(refs, name.slice(0, -PEELED.length), hash);
    else refs.set(name, { hash });
  }
  const head = symbolicHead(lines[0] ?? '');
  const headRef = refs.get('HEAD');
  if (head !== undefined && headRef !== undefined) refs.set('HEAD', { ...headRef, target: head });
  return { objectFormat: objectFormatOf(capabilities), refs };
}

/** `<hash> <name>`, on the first line with capabilities behind a NUL. An empty repository sends a name that is no ref. */
function parseRefLine(line: string): { readonly hash: string; readonly name: string } {
  const [, hash, name] = /^([0-9a-f]{40}|[0-9a-f]{64}) ([^\0]*)/.exec(line) ?? [];
  if (hash === undefined || name === undefined) throw protocolError('malformed ref advertisement');
  return { hash, name };
}

function addPeeled(refs: Map<string, RemoteRef>, name: string, peeled: string): void {
  const tag = refs.get(name);
  if (tag !== undefined) refs.set(name, { ...tag, peeled });
}

function symbolicHead(firstLine: string): string | undefined {
  return / symref=HEAD:(\S+)/.exec(firstLine)?.[1];
}

function parseCapabilities(words: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    words.map((word) => {
      const equals = word.indexOf('=');
      return equals === -1 ? [word, ''] : [word.slice(0, equals), word.slice(equals + 1)];
    }),
  );
}
