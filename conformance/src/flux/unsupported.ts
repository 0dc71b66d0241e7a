import type { Scenario } from './scenario.js';

/** Kinds of Flux that this project has controllers for. */
const SUPPORTED: ReadonlySet<string> = new Set([
  'Kustomization',
  'GitRepository',
  'OCIRepository',
  'HelmRepository',
  'HelmChart',
  'HelmRelease',
]);

/** Actions and parts of recordings that nothing here can play yet. */
const UNSUPPORTED_ACTIONS: Readonly<Record<string, string>> = {
  request: 'there is no receiver yet',
  response: 'there is no receiver yet',
};

/** Why a scenario cannot be replayed, or `undefined`. */
export function unsupportedReason({ inputs, steps }: Scenario): string | undefined {
  const actions = [...inputs, ...steps.flatMap((step) => step.do)];
  for (const action of actions) {
    const [name = ''] = Object.keys(action);
    if (Object.hasOwn(UNSUPPORTED_ACTIONS, name)) return UNSUPPORTED_ACTIONS[name];
    const object = action[name];
    if (typeof object !== 'object') continue;
    const { apiVersion, kind } = object;
    if (String(apiVersion).includes('.fluxcd.io/') && !SUPPORTED.has(String(kind))) {
      return `there is no controller for ${kind} yet`;
    }
  }
  return undefined;
}
