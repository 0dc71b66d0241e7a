import type { Identity, TransportRequest } from '../transport.js';

/** The headers of a request. */
export function renderHeaders(
  request: TransportRequest,
  {
    authorization,
    impersonate,
    userAgent,
  }: {
    readonly authorization: string | undefined;
    readonly impersonate: Identity | undefined;
    readonly userAgent: string;
  },
): Record<string, string | string[]> {
  return {
    accept: 'application/json',
    'user-agent': userAgent,
    ...(request.body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' }),
    ...(authorization === undefined ? {} : { authorization }),
    ...impersonationHeaders(request.impersonate ?? impersonate),
    ...request.headers,
  };
}

function impersonationHeaders(identity: Identity | undefined): Record<string, string | string[]> {
  if (identity === undefined) return {};
  const extra = Object.entries(identity.extra ?? {}).map(([name, values]): [string, string[]] => [
    `impersonate-extra-${encodeURIComponent(name.toLowerCase())}`,
    [...values],
  ]);
  return {
    'impersonate-user': identity.user,
    ...(identity.uid === undefined ? {} : { 'impersonate-uid': identity.uid }),
    ...(identity.groups === undefined || identity.groups.length === 0
      ? {}
      : { 'impersonate-group': [...identity.groups] }),
    ...Object.fromEntries(extra),
  };
}

const WARNING = /\d{3} \S+ "((?:[^"\\]|\\.)*)"/g;

/** The texts of `Warning` headers. */
export function parseWarnings(header: string | readonly string[] | undefined): readonly string[] {
  const lines = header === undefined ? [] : [header].flat();
  return lines.flatMap((line) => [...line.matchAll(WARNING)].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1')));
}
