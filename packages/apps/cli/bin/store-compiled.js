'use strict';

const { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

/** Versions of the command and of Node whose compiled code is kept. */
const KEPT = 4;

/** Stores what V8 compiled of some chunks. Whatever fails only makes the next start slower. */
exports.storeCompiled = ({ cache, compiled }) => {
  try {
    if (lstatSync(cache, { throwIfNoEntry: false }) === undefined) {
      mkdirSync(cache, { recursive: true, mode: 0o700 });
      forgetOldest(dirname(cache));
    }
    for (const { id, script } of compiled) store(join(cache, id), script.createCachedData());
  } catch {
    // A full disk, or a folder that cannot be written.
  }
};

/** Two runs at once each write a file of their own; the last to rename wins. */
function store(file, data) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, data, { flag: 'wx', mode: 0o600 });
  renameSync(draft, file);
}

function forgetOldest(folder) {
  const byAge = readdirSync(folder)
    .map((name) => ({ path: join(folder, name), ms: statSync(join(folder, name)).mtimeMs }))
    .sort((one, other) => other.ms - one.ms);
  for (const { path } of byAge.slice(KEPT)) rmSync(path, { recursive: true, force: true });
}
