import { randomBytes } from 'node:crypto';
import type { ListenAddress, ListenOptions } from '../api-server.js';
import { staticTokens } from '../auth/static-tokens.js';
import type { ApiCore } from '../core/api-core.js';
import { makeServerCertificate } from './certificates.js';
import { HttpsListener } from './https-listener.js';
import { renderKubeconfig } from './kubeconfig.js';

const TOKEN_BYTES = 32;

/** Opens a listener with a certificate and an administrator's token of its own. */
export async function listenHttps(
  core: ApiCore,
  { host = '127.0.0.1', port = 0, users = [] }: ListenOptions = {},
): Promise<{ readonly listener: HttpsListener; readonly address: ListenAddress }> {
  const certificate = makeServerCertificate([...new Set([host, '127.0.0.1', 'localhost'])], core.clock.now());
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const admin = { token, identity: { user: 'admin', groups: ['system:masters'] } };
  core.authentication.add(staticTokens([admin, ...users]));
  const listener = new HttpsListener({ core, certificate, host, port });
  const url = `https://${host.includes(':') ? `[${host}]` : host}:${await listener.listen()}`;
  return { listener, address: { url, kubeconfig: renderKubeconfig({ url, ca: certificate.ca, token }) } };
}
