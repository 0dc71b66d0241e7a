import { randomBytes } from 'node:crypto';
import type { ListenAddress, ListenOptions } from '../api-server.js';
import { staticTokens } from '../auth/static-tokens.js';
import type { ApiCore } from '../core/api-core.js';
import { rehearse } from '../rehearsal/rehearse.js';
import { HttpsListener } from './https-listener.js';
import { renderKubeconfig } from './kubeconfig.js';
import { LISTEN_LIMITS } from './listen-limits.js';

const TOKEN_BYTES = 32;
const TOKEN_FILE = 'admin.token';

/** Opens a listener with a certificate and an administrator's token of its own. `closed` aborts when the server closes. */
export async function listenHttps(
  core: ApiCore,
  { host = '127.0.0.1', port = 0, users = [], limits = {}, rehearsal = true }: ListenOptions = {},
  closed: AbortSignal,
): Promise<{ readonly listener: HttpsListener; readonly address: ListenAddress }> {
  const certificate = core.authority.issue([...new Set([host, '127.0.0.1', 'localhost'])]);
  const token = adminToken(core);
  const admin = { token, identity: { user: 'admin', groups: ['system:masters'] } };
  core.authentication.add(staticTokens([admin, ...users]));
  const listener = new HttpsListener({ core, certificate, limits: { ...LISTEN_LIMITS, ...limits } });
  const url = `https://${host.includes(':') ? `[${host}]` : host}:${await listener.listen({ host, port })}`;
  if (rehearsal) void rehearse({ core, certificate }, closed);
  return { listener, address: { url, kubeconfig: renderKubeconfig({ url, ca: core.authority.certificate, token }) } };
}

/** The administrator's token stays the same, so that kubeconfigs survive a restart. */
function adminToken({ secrets }: ApiCore): string {
  const present = secrets.read(TOKEN_FILE);
  if (present !== undefined) return present;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  secrets.write(TOKEN_FILE, token);
  return token;
}
