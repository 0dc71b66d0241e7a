#!/usr/bin/env node
// The parts of the program are loaded only when a command needs them: `flux --version` loads one small module.
const args = process.argv.slice(2);

if (args.length === 1 && args[0] === '--version') {
  const { FLUX_VERSION } = await import('../dist/version.js');
  console.log(`flux version ${FLUX_VERSION.slice(1)}`);
} else {
  const { main } = await import('../dist/main.js');
  process.exitCode = await main(args);
}
