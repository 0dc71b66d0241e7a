import type { JsonObject, JsonValue } from '@gotk/json';

export interface GoldenRequest {
  readonly method: string;
  readonly path: string;
  readonly user?: string | null;
  readonly bearer?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: JsonValue;
  readonly bodyText?: string;
  readonly bodyBase64?: string;
  readonly bodyGenerated?: string;
}

export interface GoldenResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: JsonValue;
  readonly bodyText?: string;
  readonly bodyOmitted?: boolean;
  readonly bodyPrefixHex?: string;
}

/** A watch event as it was recorded. */
export interface GoldenEvent {
  readonly type: string;
  readonly object: JsonObject;
}

/** One line of a sequence. */
export interface GoldenStep {
  readonly n: number;
  readonly pauseMs?: number;
  readonly request?: GoldenRequest;
  readonly response?: GoldenResponse;
  /** Opens a watch under this id. */
  readonly watch?: string;
  /** Collects the events of this watch. */
  readonly collect?: string;
  readonly events?: readonly GoldenEvent[];
  readonly ended?: boolean;
  readonly eventually?: boolean;
  readonly unstable?: boolean;
  readonly decodedTokens?: Readonly<Record<string, { readonly header: JsonObject; readonly claims: JsonObject }>>;
}

/** A recorded sequence. */
export interface GoldenSequence {
  readonly sequence: string;
  readonly controllers: boolean;
  readonly serviceAccountAdmission: boolean;
  readonly steps: readonly GoldenStep[];
}
