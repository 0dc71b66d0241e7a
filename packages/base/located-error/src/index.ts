export {
  findLocation,
  hasErrorCode,
  LocatedError,
  type LocatedErrorOptions,
  type SourceLocation,
} from './located-error.js';
export { type RenderErrorOptions, renderError, renderLocation } from './render-error.js';
export { similarNames } from './similar-names.js';
