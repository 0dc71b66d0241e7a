import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../workspace.js';

const dist = join(repositoryRoot, 'packages/runtime/apiserver/dist');

/** Asks a server for what is not there, by the client of another package, and says what came, and from where. */
const PROGRAM = `
import * as door from './package/dist/published.js';
import * as modules from './package/dist/index.js';
import { createKubeClient, isApiError } from '@gotk/kube-client';
const server = await door.createApiServer();
const client = createKubeClient(server.transport());
const failure = await client
  .create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'none' } })
  .catch((error) => error);
await server.close();
console.log(JSON.stringify({
  names: Object.keys(door),
  missing: Object.keys(modules).filter((name) => !(name in door)),
  failure: isApiError(failure, 'NotFound') && failure.message,
  isBundled: door.createApiServer !== modules.createApiServer,
}));
`;

/** Needs the bundle, which `npm run build` makes. */
describe.skipIf(!existsSync(join(dist, 'bundle/index.js')))('the API server as one module', () => {
  let folder: string;
  let builds: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packed-'));
    builds = join(folder, 'package/dist/bundle/builds.json');
    cpSync(dist, join(folder, 'package/dist'), { recursive: true });
    writeFileSync(join(folder, 'package/package.json'), JSON.stringify({ type: 'module' }));
    symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'program.mjs'), PROGRAM);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function answer(): unknown {
    return JSON.parse(execFileSync(process.execPath, [join(folder, 'program.mjs')], { encoding: 'utf8' }));
  }

  const found = {
    missing: [],
    failure: 'namespaces "none" not found',
    names: expect.arrayContaining(['createApiServer']),
  };

  it('is what a program imports', () => {
    rmSync(builds, { force: true });
    expect(answer()).toEqual({ ...found, isBundled: true });
  });

  it('is left alone where packages were compiled after it was made', () => {
    writeFileSync(builds, JSON.stringify([['package.json', 0]]));
    expect(answer()).toEqual({ ...found, isBundled: false });
  });
});
