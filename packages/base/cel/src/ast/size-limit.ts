/**
 * How often parts of an expression are copied by its macros, and looked at: some put what they are called on into their place
 * twice, so that a chain of them doubles with each; cel-go does not end then.
 */
export const MAX_VISITS = 100_000;

/** What is said of an expression that is larger. */
export const TOO_LARGE = 'expression is too large once its macros are expanded';
