import type { JsonObject } from '@gotk/json';
import { wrapError } from '../errors/wrap-error.js';
import { configText } from './config-text.js';
import type { PluginHelpers } from './plugin.js';

interface Configurable<Result> {
  readonly kind: string;
  readonly type: Parameters<typeof configText>[1];
  configure(config: unknown, helpers: PluginHelpers, text: () => string): Result;
}

/** Configures a plugin with what a field of a kustomization says. @throws LocatedError that quotes the configuration. */
export function configureBuiltin<Result>(plugin: Configurable<Result>, config: object, helpers: PluginHelpers): Result {
  // It is made of what was read from JSON.
  const text = (): string => configText(config as JsonObject, plugin.type);
  try {
    return plugin.configure(config, helpers, text);
  } catch (error) {
    throw wrapError(error, `trouble configuring builtin ${plugin.kind} with config: \`\n${text()}\``);
  }
}
