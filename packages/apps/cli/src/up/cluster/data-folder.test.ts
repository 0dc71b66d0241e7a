import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceInput } from '../input/source-input.js';
import { defaultName, openDataFolder } from './data-folder.js';

const input: SourceInput = { kind: 'folder', folder: '/src/My Fleet', path: '' };
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'flux-data-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('defaultName', () => {
  it('tells sources, branches and paths apart', () => {
    const names = [
      input,
      { ...input, path: 'a' },
      { ...input, folder: '/other/My Fleet' },
      { kind: 'remote', url: 'https://example.com/fleet.git', branch: undefined, path: '' },
      { kind: 'remote', url: 'https://example.com/fleet.git', branch: 'dev', path: '' },
    ].map((each) => defaultName(each as SourceInput));
    expect(new Set(names).size).toBe(5);
    expect(names[0]).toMatch(/^My-Fleet-[0-9a-f]{10}$/);
    expect(names[3]).toMatch(/^fleet-[0-9a-f]{10}$/);
  });
});

describe('openDataFolder', () => {
  const open = (storage: Parameters<typeof openDataFolder>[1]['storage']) =>
    openDataFolder(input, { storage, cwd: home }, { XDG_STATE_HOME: home });

  it('is in the state folder of the user', async () => {
    const data = await open({ kind: 'default' });
    expect(data.folder).toBe(join(home, 'flux/up', defaultName(input)));
    await data.release();
    expect(existsSync(data.folder)).toBe(true);
  });

  it('goes with the process when nothing is kept', async () => {
    const data = await open({ kind: 'none' });
    expect(data.clusterDir).toBeUndefined();
    await data.release();
    expect(existsSync(data.folder)).toBe(false);
  });

  it('is for one process at a time', async () => {
    const data = await open({ kind: 'folder', folder: 'here' });
    await expect(open({ kind: 'folder', folder: 'here' })).rejects.toThrow(
      `flux up is already running on ${data.folder} (process ${process.pid})`,
    );
    await data.release();
  });

  it('takes over from a process that is gone', async () => {
    const first = await open({ kind: 'folder', folder: 'here' });
    writeFileSync(join(first.folder, 'lock'), '999999999\n');
    const second = await open({ kind: 'folder', folder: 'here' });
    await second.release();
    await (await open({ kind: 'folder', folder: 'here' })).release();
  });
});
