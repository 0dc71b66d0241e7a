import { expect, it } from 'vitest';
import { resolveFeatureGates } from './feature-gates.js';

it('has Flux’s defaults, and takes settings over them', () => {
  const gates = resolveFeatureGates({ ExternalArtifact: true });
  expect([gates.ExternalArtifact, gates.StrictPostBuildSubstitutions, gates.DirectSourceFetch]).toEqual([
    true,
    true,
    false,
  ]);
});

it.each(['Unknown', '__proto__', 'constructor'])('refuses the gate %s', (name) => {
  expect(() => resolveFeatureGates(Object.fromEntries([[name, true]]))).toThrow(`feature-gate '${name}' not supported`);
});
