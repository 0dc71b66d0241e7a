'use strict';

// Loads the chunks of the bundle with the machine code that V8 made of them in an earlier run. Node 20 has no such cache
// of its own. It lies in the user's cache folder; `NODE_DISABLE_COMPILE_CACHE=1` turns it off.

const { lstatSync, readFileSync } = require('node:fs');
const { isAbsolute, join } = require('node:path');
const { Script } = require('node:vm');

const HEAD = '(function (exports, require, module) {';

/** Built-in modules that cost milliseconds and that few commands use: loaded at the first use of something in them. */
const LATE = new Set(
  ['child_process', 'crypto', 'dns', 'http', 'http2', 'https', 'net', 'readline', 'tls', 'zlib'].map(
    (id) => `node:${id}`,
  ),
);

/** Chunks of libraries that few runs need: loaded at the first use of something in them. */
const LATE_CHUNK = './late-';

/** Loads `main.cjs` of the bundle in `folder`. @returns its exports, and the folder where compiled code is kept already. */
exports.loadCompiled = ({ folder, digest }) => {
  const { cache, exists } = cacheFolder(digest);
  const loaded = new Map();
  const compiled = [];
  const load = (id) => {
    if (!id.startsWith('./')) return LATE.has(id) ? late(() => require(id)) : require(id);
    return id.startsWith(LATE_CHUNK) ? late(() => loadChunk(id)) : loadChunk(id);
  };
  const loadChunk = (id) => {
    const known = loaded.get(id);
    if (known !== undefined) return known.exports;
    const chunk = { exports: {} };
    loaded.set(id, chunk);
    const { script, isNew } = compile({ file: join(folder, id), stored: cache && read(join(cache, id)) });
    if (isNew) compiled.push({ id, script });
    script.runInThisContext().call(chunk.exports, chunk.exports, load, chunk);
    return chunk.exports;
  };
  // At the end, because V8 then also keeps the functions that were compiled on the way.
  process.on('exit', () => {
    if (cache !== undefined && compiled.length > 0) require('./store-compiled.js').storeCompiled({ cache, compiled });
  });
  return { ...load('./main.cjs'), ownCache: exists ? cache : undefined };
};

function compile({ file, stored }) {
  // The chunks are ASCII.
  const script = new Script(`${HEAD}${readFileSync(file, 'latin1')}\n})`, {
    filename: file,
    columnOffset: -HEAD.length,
    cachedData: stored,
  });
  return { script, isNew: stored === undefined || script.cachedDataRejected === true };
}

function read(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/**
 * What is in the folder is run. So it must be the user's, and nobody else may write to it; where it does not exist yet it
 * will be made so.
 */
function cacheFolder(digest) {
  const { NODE_DISABLE_COMPILE_CACHE, NODE_V8_COVERAGE } = process.env;
  const base = userCacheFolder();
  if (base === undefined || NODE_DISABLE_COMPILE_CACHE || NODE_V8_COVERAGE) return {};
  const folder = join(base, 'flux-typescript', 'compiled', `${process.versions.v8}-${process.arch}-${digest}`);
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return { cache: folder, exists: false };
  return isPrivate(stats) ? { cache: folder, exists: true } : {};
}

function userCacheFolder() {
  const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (process.platform === 'win32') return LOCALAPPDATA || undefined;
  if (XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME)) return XDG_CACHE_HOME;
  if (!HOME || !isAbsolute(HOME)) return undefined;
  return join(HOME, process.platform === 'darwin' ? 'Library/Caches' : '.cache');
}

function isPrivate(stats) {
  if (!stats.isDirectory()) return false;
  return process.getuid === undefined || (stats.uid === process.getuid() && (stats.mode & 0o022) === 0);
}

function late(real) {
  return new Proxy(
    {},
    {
      get: (_, key) => real()[key],
      has: (_, key) => key in real(),
      ownKeys: () => Reflect.ownKeys(real()),
      getOwnPropertyDescriptor: (_, key) => {
        const found = Reflect.getOwnPropertyDescriptor(real(), key);
        return found && { ...found, configurable: true };
      },
    },
  );
}
