import { expect, it } from 'vitest';
import { resolveFeatureGates } from './feature-gates.js';

const DEFAULTS = { ExternalArtifact: false, StrictPostBuildSubstitutions: true, DirectSourceFetch: false };

it('takes settings over the defaults', () => {
  expect(resolveFeatureGates(DEFAULTS, { ExternalArtifact: true })).toEqual({ ...DEFAULTS, ExternalArtifact: true });
});

it.each(['Unknown', '__proto__', 'constructor'])('refuses the gate %s', (name) => {
  const settings = Object.fromEntries([[name, true]]);
  expect(() => resolveFeatureGates(DEFAULTS, settings)).toThrow(`feature-gate '${name}' not supported`);
});
