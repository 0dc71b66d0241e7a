#!/usr/bin/env node
'use strict';

// Starts the command from its bundle (see ARCHITECTURE.md). `FLUX_DEBUG=1` shows the stack of errors, with the names of
// the source files. In a checkout whose packages have been compiled since they were bundled, the compiled modules run.

const { existsSync, readFileSync, statSync } = require('node:fs');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');

const root = join(__dirname, '../../../..');
const folder = join(__dirname, '../dist/bundle');

/** What the bundle says about itself; undefined where there is none, or an old one. */
function readManifest() {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest) || isStale()) return undefined;
  return JSON.parse(readFileSync(manifest, 'utf8'));
}

/** Only a checkout has the record of the builds that the bundle was made of. */
function isStale() {
  const record = join(folder, 'builds.json');
  if (!existsSync(record)) return false;
  const builds = JSON.parse(readFileSync(record, 'utf8'));
  return builds.some(([file, ms]) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs !== ms);
}

/**
 * Lets V8 wait longer before it optimizes code: it is 132 thousand units unless told otherwise. A chart is rendered once, or a
 * folder built, in less time than it takes to optimize the code that does it: without this the compiler threads use more time
 * than everything else together. A server is asked the same for long, yet its first thousand requests take a quarter less with
 * eight times as many units. What is parsed lives to the end, so that room for young objects is better made in large steps.
 */
function optimizeLate(budget) {
  setFlagsFromString(`--interrupt-budget=${budget}`);
  setFlagsFromString('--semi-space-growth-factor=16');
}

/** In a short run, to mark old objects while working, or to copy young ones with several threads, costs more than it saves. */
function collectPlainly() {
  setFlagsFromString('--no-parallel-scavenge');
  setFlagsFromString('--no-incremental-marking');
}

/** @param variant tells compiled code apart that only runs with the same flags of V8. */
function loadMain(manifest, variant) {
  if (manifest === undefined) return import('../dist/main.js');
  const digest = `${manifest.digest}${variant}`;
  if (!process.env.FLUX_DEBUG) return require('./load-compiled.js').loadCompiled({ folder, digest });
  process.setSourceMapsEnabled(true);
  return require(join(folder, 'main.cjs'));
}

async function run(args) {
  const manifest = readManifest();
  if (manifest !== undefined && args.length === 1 && args[0] === '--version') {
    console.log(`flux version ${manifest.version}`);
    return;
  }
  const isShort = !args.includes('up');
  optimizeLate(isShort ? 2_000_000 : 1_000_000);
  if (isShort) collectPlainly();
  const { main, ownCache } = await loadMain(manifest, isShort ? '-late' : '');
  process.exitCode = await main(args, ownCache);
}

run(process.argv.slice(2));
