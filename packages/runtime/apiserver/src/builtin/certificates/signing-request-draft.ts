import type { DraftObject } from '../../drafts/draft.js';

/** A condition of a request. */
export interface RequestConditionDraft {
  type?: string;
  status?: string;
  lastUpdateTime?: string | null;
  lastTransitionTime?: string | null;
}

/** A CertificateSigningRequest under way to the store. */
export interface SigningRequestDraft extends DraftObject {
  spec: {
    request?: string | null;
    signerName: string;
    expirationSeconds?: number;
    usages?: string[];
    username?: string;
    uid?: string;
    groups?: string[];
    extra?: Record<string, readonly string[]>;
  };
  status?: { conditions?: RequestConditionDraft[]; certificate?: string };
}
