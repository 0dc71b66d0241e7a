import { findLocation, LocatedError } from '@gotk/located-error';
import { locateYaml } from '@gotk/yaml';
import { Interruption } from './interruption.js';

/** A place in a YAML file, by the path of fields that leads to it; its line is only looked up when an error needs it. */
export interface YamlPlace {
  readonly file: string;
  readonly text: string;
  readonly path: readonly (string | number)[];
}

/** Runs `run`; an error that does not know its place yet gets `place`. */
export function placeError<Result>(run: () => Result, place: YamlPlace): Result {
  try {
    return run();
  } catch (error) {
    throw withPlace(error, place);
  }
}

/** `error` with a place, unless it has one. */
export function withPlace(error: unknown, place: YamlPlace): unknown {
  if (!(error instanceof Error) || error instanceof Interruption) return error;
  if (findLocation(error) !== undefined) return error;
  const located = error instanceof LocatedError ? error : undefined;
  const position = locateYaml(place.text, place.path);
  return new LocatedError({
    code: located?.code ?? 'kustomize-build',
    message: error.message,
    at: {
      file: place.file,
      line: position?.line ?? 1,
      ...(position?.column === undefined ? {} : { column: position.column }),
    },
    hint: located?.hint,
    cause: error,
  });
}
