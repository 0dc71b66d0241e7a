import { DELIMITER_PACKET, FLUSH_PACKET, parsePackets, protocolError, renderPacket } from './packet-line.js';
import type { ObjectFormat, RemoteRef, RemoteRefs } from './remote-refs.js';

/** What to ask for. */
export interface LsRefsRequest {
  /** Asks for the refs that begin with one of these; none: all refs. */
  readonly prefixes: readonly string[];
  /** Sent only to servers that know of object formats. */
  readonly objectFormat: ObjectFormat | undefined;
}

/** The body of a version 2 `ls-refs` request. */
export function renderLsRefs({ prefixes, objectFormat }: LsRefsRequest): string {
  return [
    renderPacket('command=ls-refs\n'),
    ...(objectFormat === undefined ? [] : [renderPacket(`object-format=${objectFormat}\n`)]),
    DELIMITER_PACKET,
    renderPacket('peel\n'),
    renderPacket('symrefs\n'),
    ...prefixes.map((prefix) => renderPacket(`ref-prefix ${prefix}\n`)),
    FLUSH_PACKET,
  ].join('');
}

/**
 * Parses the answer to a version 2 `ls-refs` request.
 * @throws LocatedError `git-protocol` on malformed or truncated answers.
 */
export function parseLsRefs(body: Buffer, objectFormat: ObjectFormat): RemoteRefs {
  const packets = parsePackets(body);
  if (packets.at(-1)?.kind !== 'flush') throw protocolError('unexpected EOF');
  const refs = new Map<string, RemoteRef>();
  for (const packet of packets) {
    if (packet.kind === 'data') addRef(refs, packet.data.toString('utf8').replace(/\n$/, ''));
  }
  return { objectFormat, refs };
}

function addRef(refs: Map<string, RemoteRef>, line: string): void {
  if (line.startsWith('ERR ')) throw protocolError(line.slice('ERR '.length));
  if (line.startsWith('unborn ')) return;
  const [hash = '', name, ...attributes] = line.split(' ');
  if (!/^[0-9a-f]{40,64}$/.test(hash) || name === undefined) throw protocolError('malformed ls-refs response');
  const attribute = (key: string): string | undefined =>
    attributes.find((word) => word.startsWith(`${key}:`))?.slice(key.length + 1);
  const peeled = attribute('peeled');
  const target = attribute('symref-target');
  refs.set(name, { hash, ...(peeled !== undefined && { peeled }), ...(target !== undefined && { target }) });
}
