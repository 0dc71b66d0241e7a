import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomIds } from '../core/random-ids.js';
import { secretsInMemory } from '../core/secret-files.js';
import { CertificateAuthority } from '../http/certificate-authority.js';
import { PairedConnection } from './paired-connection.js';
import { rehearse } from './rehearse.js';
import { rehearsalNamespace, rehearsalWatch, rehearsedRound } from './rehearsed-requests.js';
import { type ScratchOptions, scratchServer } from './scratch-server.js';

const clock = { now: () => Date.now() };
const authority = new CertificateAuthority(secretsInMemory(), clock);
const options: ScratchOptions = {
  core: { clock, ids: randomIds, simulatedWebhooks: 'skip', authority },
  certificate: authority.issue(['localhost']),
};
const connections: PairedConnection[] = [];

beforeAll(() => {
  const server = scratchServer(options);
  connections.push(new PairedConnection(server), new PairedConnection(server));
});
afterAll(() => {
  for (const connection of connections) connection.close();
});

test('every request that is rehearsed succeeds', async () => {
  const [main, other] = connections;
  const requests = [rehearsalNamespace, ...rehearsedRound(0), ...rehearsedRound(1), ...rehearsedRound(2)];
  const failed: string[] = [];
  for (const request of requests) {
    const status = (await main?.send(request)) ?? 0;
    if (status < 200 || status > 299) failed.push(`${request.method} ${request.path}: ${status}`);
  }
  expect(failed).toEqual([]);
  expect(await other?.send(rehearsalWatch)).toBe(200);
});

test('a connection that is closed answers nothing', async () => {
  const connection = new PairedConnection(scratchServer(options));
  connection.close();
  expect(await connection.send(rehearsalNamespace)).toBe(0);
});

test('a rehearsal ends when the server closes', async () => {
  await expect(rehearse(options, AbortSignal.abort())).resolves.toBeUndefined();
});
