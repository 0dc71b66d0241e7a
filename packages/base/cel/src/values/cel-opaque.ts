import type { CelType } from '../types/cel-type.js';
import type { CelValue } from './value.js';

/** A value of a type that libraries bring. */
export abstract class CelOpaque {
  abstract readonly type: CelType;

  /** The name of its type in Go, which a few messages show. */
  get goType(): string {
    return this.type.name;
  }

  /** What makes it the same key of a map as another value; undefined where it cannot be a key in Go. */
  get identity(): unknown {
    return this;
  }

  /** The value in it as Go prints it, `(*url.URL)/path`, where that is none that expressions know. */
  get goNative(): string | undefined {
    return undefined;
  }

  /** That value as Go prints it, without its type. */
  get goText(): string | undefined {
    return this.goNative?.replace(/^\([^)]*\)/, '');
  }

  /** Whether the other value is the same. @throws CelError where that cannot be asked */
  abstract equals(other: CelValue): boolean;
}
