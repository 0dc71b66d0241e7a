import { lstatSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChartDependency } from '@gotk/helm';
import { type Chart, type LockedDependency, lockDigest, renderLock } from '@gotk/helm';
import type { DependencyRun } from './dependency-run.js';

export interface LockContent {
  readonly wanted: readonly ChartDependency[];
  readonly chosen: readonly LockedDependency[];
}

/** Writes Chart.lock (requirements.lock for a chart of version 1) unless it says the same already. @throws Error in Helm's words */
export function writeLock(run: DependencyRun, { metadata, lock }: Chart, { wanted, chosen }: LockContent): void {
  const digest = lockDigest(wanted, chosen);
  if (lock?.digest === digest) return;
  const name = metadata.apiVersion === 'v1' ? 'requirements.lock' : 'Chart.lock';
  const file = join(run.path, name);
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    throw new Error(`the ${name} file is a symlink to ${JSON.stringify(readlinkSync(file))}`);
  }
  const generated = localTime(run.context.io.nowMs());
  writeFileSync(file, renderLock({ generated, digest, dependencies: chosen }), { mode: 0o644 });
}

/** In RFC 3339, with the offset of this machine's zone. */
function localTime(nowMs: number): string {
  const offset = -new Date(nowMs).getTimezoneOffset();
  const local = new Date(nowMs + offset * 60_000).toISOString().slice(0, -1);
  if (offset === 0) return `${local}Z`;
  const minutes = Math.abs(offset);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
