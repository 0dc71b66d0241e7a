import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { JsonValue } from '@gotk/json';

const USERS: Readonly<Record<string, { readonly uid: string; readonly groups: readonly string[] }>> = {
  admin: { uid: 'admin-uid', groups: ['system:masters'] },
  alice: { uid: 'alice-uid', groups: ['devs', 'qa'] },
  bob: { uid: 'bob-uid', groups: ['ops'] },
  carol: { uid: 'carol-uid', groups: [] },
};

/** The users of the recordings, each with a token of the form `NAMEtoken`. */
export const goldenUsers = Object.entries(USERS).map(([user, { uid, groups }]) => ({
  token: `${user}token`,
  identity: { user, uid, groups },
}));

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly bytes: Buffer;
}

/** A watch that stays open. */
export interface WireWatch {
  readonly status: number;
  readonly headers: WireResponse['headers'];
  /** Events that arrived and were not taken yet. */
  readonly events: JsonValue[];
  readonly isEnded: () => boolean;
  /** The whole body, when the answer was no stream. */
  readonly close: () => void;
}

/** Raw requests to the embedded server: paths and headers go out exactly as given. */
export class ApiConnection {
  readonly #base: URL;
  readonly #agent: Agent;

  constructor(url: string, ca: string) {
    this.#base = new URL(url);
    this.#agent = new Agent({ keepAlive: true, ca });
  }

  async send(request: WireRequest): Promise<WireResponse> {
    const message = await this.#open(request);
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    return { status: message.statusCode ?? 0, headers: headersOf(message), bytes: Buffer.concat(chunks) };
  }

  async watch(request: WireRequest): Promise<WireWatch> {
    const message = await this.#open(request);
    const events: JsonValue[] = [];
    let ended = false;
    let rest = '';
    message.setEncoding('utf8');
    message.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') events.push(JSON.parse(line) as JsonValue);
    });
    message.on('close', () => {
      ended = true;
    });
    return {
      status: message.statusCode ?? 0,
      headers: headersOf(message),
      events,
      isEnded: () => ended,
      close: () => message.destroy(),
    };
  }

  close(): void {
    this.#agent.destroy();
  }

  #open({ method, path, headers, body }: WireRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#base;
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const outgoing = httpsRequest(
        {
          hostname,
          port,
          method,
          path,
          headers: { ...headers, ...length },
          agent: this.#agent,
          servername: 'localhost',
        },
        resolve,
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

/** `Warning` headers as a list, others as they are. */
function headersOf({ headers, headersDistinct }: IncomingMessage): WireResponse['headers'] {
  return { ...headers, warning: headersDistinct['warning'] };
}
