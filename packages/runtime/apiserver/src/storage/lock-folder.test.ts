import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUseError, lockFolder } from './lock-folder.js';

let folder: string;
const lock = (): string => join(folder, 'lock');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a folder', () => {
  it('has one owner at a time', async () => {
    const unlock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toEqual(new FolderInUseError(folder, process.pid));
    unlock();
    (await lockFolder(folder))();
    expect(existsSync(lock())).toBe(false);
  });

  it('is waited for while its owner ends', async () => {
    const owner = spawn(process.execPath, ['-e', LOCKED, lock()], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(owner.stdout, 'data');
    await expect(lockFolder(folder)).rejects.toEqual(new FolderInUseError(folder, owner.pid));
    const taken = lockFolder(folder);
    owner.kill('SIGKILL');
    (await taken)();
  });

  it.each([
    ['of a process that is gone', '999999999\n'],
    ['of another process that had our number', () => `${process.pid} an-earlier-boot/1\n`],
    ['that its owner did not come to write', ''],
  ])('is taken over from a lock %s', async (_, text) => {
    writeFileSync(lock(), typeof text === 'string' ? text : text());
    const unlock = await lockFolder(folder);
    expect(Number.parseInt(readFileSync(lock(), 'utf8'), 10)).toBe(process.pid);
    unlock();
  });
});

/** Takes the lock as the function does, and stays. */
const LOCKED = `
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const fields = () => {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};
const boot = () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
const start = existsSync('/proc/self/stat') ? ' ' + boot() + '/' + fields()[19] : '';
writeFileSync(process.argv[1], process.pid + start + '\\n');
console.log('locked');
setInterval(() => undefined, 1000);
`;
