import { lookup } from 'node:dns/promises';

/** One address of a host as this machine knows it, for templates that may look it up; `undefined` when it has none. */
export async function resolveHost(name: string): Promise<string | undefined> {
  try {
    return (await lookup(name)).address;
  } catch {
    return undefined;
  }
}
