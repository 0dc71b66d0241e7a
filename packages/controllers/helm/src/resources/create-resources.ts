import { LocatedError } from '@gotk/located-error';
import type { ActionContext } from '../actions/action-context.js';
import { applyOnServer } from './patch-resource.js';
import { logNames, type Resource } from './resource.js';
import { runByKind } from './run-by-kind.js';

/** How objects get into the cluster. */
export type ApplyMode =
  | { readonly kind: 'server'; readonly forceConflicts: boolean }
  /** As Helm 3 does. */
  | { readonly kind: 'client' };

/** Creates one object. */
export type CreateResource = (resource: Resource) => Promise<void>;

/** Creates all objects, in their order. @throws LocatedError `create-failed` with the texts of all failures */
export async function createResources(
  resources: readonly Resource[],
  mode: ApplyMode,
  context: ActionContext,
): Promise<void> {
  context.log.add('creating resource(s)', { resources: resources.length });
  const failures = await runByKind(resources, createFunction(mode, context));
  context.signal.throwIfAborted();
  if (failures.length === 0) return;
  const message = failures.map((failure) => failure.message).join('\n');
  throw new LocatedError({ code: 'create-failed', message, cause: failures[0] });
}

/** What creates one object in this mode. */
export function createFunction(mode: ApplyMode, context: ActionContext): CreateResource {
  const { log, client, fieldManager, signal } = context;
  if (mode.kind === 'client') {
    log.add('using client-side apply for resource creation');
    return async ({ object }) => {
      await client.create(object, { fieldManager }, signal);
    };
  }
  const { forceConflicts } = mode;
  const options = { dryRun: false, fieldValidationDirective: 'Strict', forceConflicts };
  log.add('using server-side apply for resource creation', options);
  return async (resource) => {
    try {
      await applyOnServer(resource, context, forceConflicts);
    } catch (error) {
      log.add('Error creating resource via patch', { error: {}, ...logNames(resource) });
      throw error;
    }
    log.add('Created resource via patch', logNames(resource));
  };
}
