import { expect, it } from 'vitest';
import { distributeGates } from './feature-gates.js';

const tables = { one: { A: false, B: true }, other: { B: false, C: false } };

it('gives each controller the gates that it has', () => {
  expect(distributeGates({ A: true, B: false }, tables)).toEqual({ one: { A: true, B: false }, other: { B: false } });
});

it.each(['D', '__proto__', 'toString'])('refuses the gate %s, which none has', (gate) => {
  const settings = Object.fromEntries([[gate, true]]);
  expect(() => distributeGates(settings, tables)).toThrow(`feature-gate '${gate}' not supported`);
});
