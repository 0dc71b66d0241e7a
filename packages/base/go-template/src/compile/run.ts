import type { TemplateCrypto } from '../crypto/template-crypto.js';
import { LimitError } from '../functions/go-error.js';
import type { Frame } from './frame.js';
import { mayHoldNoValue } from './no-value.js';

/** What happens when a map has no such key: print `<no value>`, take the zero value of its element type, or fail. */
export type MissingKey = 'invalid' | 'zero' | 'error';

/** Bounds of one run; each has a default that no honest chart meets. */
export interface RunLimits {
  /** Actions, range iterations and calls. @default 50,000,000 */
  readonly steps?: number;
  /** Characters written, those of included templates counted each time. @default 256 Mi */
  readonly outputLength?: number;
  /** Characters that one function may return. @default 64 Mi */
  readonly textLength?: number;
  /** Time by the injected clock. @default 60,000 */
  readonly timeMs?: number;
}

/** What functions need from the world around the templates. */
export interface TemplateEnvironment {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Fills the array with secure random bytes. */
  readonly randomBytes: (bytes: Uint8Array) => void;
  /** The zone that Go calls Local, as an IANA name. @default "UTC" */
  readonly timeZone?: string;
  /** Hashes bytes; a platform's own is faster than the default, which is plain JavaScript. */
  readonly sha256?: ((bytes: Uint8Array) => Uint8Array) | undefined;
  /** Keys and certificates; see `loadTemplateCrypto`. */
  readonly crypto?: TemplateCrypto | undefined;
  /** Generates an RSA key of this many bits as PKCS #1. Without it plain JavaScript does so, slowly. */
  readonly generateRsaKey?: ((bits: number) => Uint8Array) | undefined;
  /** Host name → an address; without it `getHostByName` gives the empty string. */
  readonly resolveHost?: (name: string) => string;
}

/** The clock is read when none of these bits is set in the count of steps. */
const CLOCK_READING_BITS = 63;
/** Work on longer texts takes long enough for the clock to be read before it. */
const LONG_TEXT = 256 * 1024;
const MAX_LIST_LENGTH = 5_000_000;

/** The state of one rendering: output, counters and what the functions of this rendering share. */
export class Run {
  /** What the templates have written since the innermost `include` began. */
  output = '';
  /**
   * Whether `<no value>` may stand in the output, for who must take it out: the output is one text only when somebody looks for
   * something in it, which takes longer than most templates.
   */
  mayHoldNoValue = false;
  /** The frame executing now, for the place of a stack overflow. */
  frame: Frame | undefined;
  /** How many texts given to `tpl` are being executed, one inside of the other. */
  openTexts = 0;
  readonly missingKey: MissingKey;
  readonly environment: TemplateEnvironment;
  /** State of function libraries, by a key of their own. */
  readonly state = new Map<unknown, unknown>();
  readonly maxTextLength: number;
  private readonly maxSteps: number;
  private readonly maxOutput: number;
  private readonly maxTimeMs: number;
  private readonly deadline: number;
  private steps = 0;
  private written = 0;

  constructor(options: {
    readonly missingKey?: MissingKey | undefined;
    readonly environment: TemplateEnvironment;
    readonly limits?: RunLimits | undefined;
  }) {
    const {
      steps = 50_000_000,
      outputLength = 256 * 2 ** 20,
      textLength = 64 * 2 ** 20,
      timeMs = 60_000,
    } = options.limits ?? {};
    this.missingKey = options.missingKey ?? 'invalid';
    this.environment = options.environment;
    this.maxSteps = steps;
    this.maxOutput = outputLength;
    this.maxTextLength = textLength;
    this.maxTimeMs = timeMs;
    this.deadline = options.environment.now() + timeMs;
  }

  /** Appends to the output. @throws LimitError */
  write(text: string): void {
    this.output += text;
    this.written += text.length;
    if (this.written > this.maxOutput) {
      throw new LimitError(`the output exceeds the limit of ${this.maxOutput} characters`);
    }
  }

  /** Appends what a template did not say itself. @throws LimitError */
  writeValue(text: string): void {
    this.write(text);
    if (text.includes('<') && mayHoldNoValue(text)) this.mayHoldNoValue = true;
  }

  /** Counts one step of work. @throws LimitError */
  step(): void {
    this.steps++;
    if ((this.steps & CLOCK_READING_BITS) === 0) this.checkTime();
    if (this.steps > this.maxSteps) throw new LimitError(`rendering exceeds the limit of ${this.maxSteps} steps`);
  }

  /** Looks at what a function gave. @throws LimitError when it is too long */
  receive<T>(result: T): T {
    if (typeof result === 'string') {
      if (result.length > LONG_TEXT) this.checkTextLength(result.length);
    } else if (Array.isArray(result) && result.length > MAX_LIST_LENGTH) {
      throw new LimitError(`a list of ${result.length} items exceeds the limit of ${MAX_LIST_LENGTH}`);
    }
    return result;
  }

  /** Checks a text a function is about to build, or has built. @throws LimitError */
  checkTextLength(length: number): void {
    if (length > this.maxTextLength) {
      throw new LimitError(`a text of ${length} characters exceeds the limit of ${this.maxTextLength}`);
    }
    if (length > LONG_TEXT) this.checkTime();
  }

  /** @throws LimitError when the time is up. */
  checkTime(): void {
    if (this.environment.now() > this.deadline) {
      throw new LimitError(`rendering exceeds the limit of ${this.maxTimeMs} ms`);
    }
  }

  /** State of a function library, made on first use. */
  stateOf<T>(key: unknown, make: () => T): T {
    // A key is private to its library, so what it stores there is what it reads.
    if (!this.state.has(key)) this.state.set(key, make());
    return this.state.get(key) as T;
  }
}
