import { constants, type Dirent, type Stats } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { joinTreePath } from '@gotk/file-tree';
import { listenHttp } from '@gotk/http';
import { isNotFound } from './file-stamp.js';
import { parseByteRange } from './parse-byte-range.js';
import { TEMPORARY_PREFIX } from './write-atomically.js';

export interface ServeArtifactsOptions {
  /** The root of the store. */
  readonly root: string;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** @default 0, any free port */
  readonly port?: number;
}

/** A running artifact server. */
export interface ArtifactServer {
  /** `host:port` that it listens on. */
  readonly address: string;
  /** Takes no further requests; running downloads may end, for 5 seconds. */
  close(): Promise<void>;
}

const GRACE_MS = 5000;

const CONTENT_TYPES: readonly (readonly [string, string])[] = [
  ['.gz', 'application/gzip'],
  ['.tgz', 'application/gzip'],
  ['.yaml', 'application/yaml'],
];

/** Serves the files of a store, read-only: downloads with ranges and conditional requests, and listings of folders. */
export async function serveArtifacts({ root, host, port }: ServeArtifactsOptions): Promise<ArtifactServer> {
  const { address, close } = await listenHttp(
    (request, response) => {
      answer(root, request, response).catch((error: unknown) => {
        if (response.headersSent || !isNotFound(error)) response.destroy();
        else sendText(response, 404, '404 page not found\n');
      });
    },
    { host, port, graceMs: GRACE_MS },
  );
  return { address, close };
}

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return sendText(response, 405, 'Method Not Allowed\n');
  const path = requestedPath(request.url ?? '/');
  const file = path === undefined ? undefined : await findFile(root, path);
  if (file === undefined) return sendText(response, 404, '404 page not found\n');
  const stats = await stat(file);
  if (stats.isDirectory()) return sendListing(file, request, response);
  if (!stats.isFile()) return sendText(response, 404, '404 page not found\n');
  await sendFile({ file, stats }, request, response);
}

function requestedPath(url: string): string | undefined {
  try {
    return joinTreePath(decodeURIComponent(new URL(url, 'http://server').pathname));
  } catch {
    return undefined;
  }
}

/** Links (`latest.tar.gz`) are followed as long as they stay in the store; unfinished files are not there yet. */
async function findFile(root: string, path: string): Promise<string | undefined> {
  if (path.includes('\0') || path.split('/').some((name) => name.startsWith(TEMPORARY_PREFIX))) return undefined;
  const top = await realpath(root);
  const file = await realpath(join(top, path));
  return file === top || file.startsWith(`${top}${sep}`) ? file : undefined;
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' });
  response.end(text);
}

async function sendListing(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://server');
  if (!pathname.endsWith('/')) {
    response.writeHead(301, { location: `${pathname.slice(pathname.lastIndexOf('/') + 1)}/` }).end();
    return;
  }
  const entries = await readdir(folder, { withFileTypes: true });
  const lines = entries
    .filter(({ name }) => !name.startsWith(TEMPORARY_PREFIX))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(renderLink);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(request.method === 'HEAD' ? undefined : ['<!doctype html>', '<pre>', ...lines, '</pre>', ''].join('\n'));
}

function renderLink(entry: Dirent): string {
  const name = entry.isDirectory() ? `${entry.name}/` : entry.name;
  const text = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<a href="${encodeURI(name)}">${text}</a>`;
}

async function sendFile(
  { file, stats }: { readonly file: string; readonly stats: Stats },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('accept-ranges', 'bytes');
  response.setHeader('last-modified', stats.mtime.toUTCString());
  response.setHeader('content-type', contentTypeOf(file));
  if (isUnchanged(request, stats)) {
    response.writeHead(304).end();
    return;
  }
  const range = parseByteRange(request.headers.range, stats.size);
  if (range === 'unsatisfiable') {
    response.setHeader('content-range', `bytes */${stats.size}`);
    return sendText(response, 416, 'invalid range: failed to overlap\n');
  }
  const { start, end } = range ?? { start: 0, end: stats.size - 1 };
  if (range !== undefined) response.setHeader('content-range', `bytes ${start}-${end}/${stats.size}`);
  response.writeHead(range === undefined ? 200 : 206, { 'content-length': end - start + 1 });
  if (request.method === 'HEAD' || stats.size === 0) response.end();
  else await stream({ file, start, end }, response);
}

function contentTypeOf(file: string): string {
  return CONTENT_TYPES.find(([suffix]) => file.endsWith(suffix))?.[1] ?? 'application/octet-stream';
}

/** Times in HTTP have whole seconds. */
function isUnchanged({ headers }: IncomingMessage, { mtimeMs }: Stats): boolean {
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return Number.isFinite(since) && Math.floor(mtimeMs / 1000) * 1000 <= since;
}

async function stream(
  { file, start, end }: { readonly file: string; readonly start: number; readonly end: number },
  response: ServerResponse,
): Promise<void> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    await pipeline(handle.createReadStream({ start, end, autoClose: false }), response);
  } finally {
    await handle.close();
  }
}
