import { randomBytes } from 'node:crypto';
import { staticTokens } from '../auth/static-tokens.js';
import type { ApiCore } from '../core/api-core.js';
import { createCore } from '../core/create-core.js';
import { secretsInMemory } from '../core/secret-files.js';
import type { ServerCertificate } from '../http/certificates.js';
import { HttpsListener } from '../http/https-listener.js';
import { LISTEN_LIMITS } from '../http/listen-limits.js';
import { noPersistence } from '../storage/persistence.js';
import { Store } from '../storage/store.js';

/** What a scratch server has of the server beside it. */
export interface ScratchOptions {
  readonly core: Pick<ApiCore, 'clock' | 'ids' | 'simulatedWebhooks' | 'authority'>;
  readonly certificate: ServerCertificate;
}

/** A server that keeps nothing, has no port and knows nobody but the bearer of one token. */
export interface ScratchServer {
  readonly listener: HttpsListener;
  readonly token: string;
  /** PEM. */
  readonly ca: string;
}

/** Makes a scratch server; it ends when nobody is connected to it. */
export function scratchServer({ core: { authority, ...parts }, certificate }: ScratchOptions): ScratchServer {
  const token = randomBytes(32).toString('base64url');
  const core = createCore({
    ...parts,
    store: new Store(noPersistence),
    secrets: secretsInMemory(),
    // Nobody makes accounts here.
    disabledAdmission: ['ServiceAccount'],
    podLog: undefined,
    audit: undefined,
  });
  core.authentication.add(staticTokens([{ token, identity: { user: 'rehearsal', groups: ['system:masters'] } }]));
  const listener = new HttpsListener({ core, certificate, limits: LISTEN_LIMITS });
  return { listener, token, ca: authority.certificate };
}
