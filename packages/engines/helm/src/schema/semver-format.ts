import { quoteRune } from '@gotk/go-template';

/** What keeps a text from being a version by the letter of semver.org. */
export function semverProblem(text: string): string | undefined {
  const [, core = '', prerelease, build] = /^([^+-]*)(?:-([^+]*))?(?:\+(.*))?$/s.exec(text) ?? [];
  return buildProblem(build) ?? prereleaseProblem(prerelease) ?? coreProblem(core);
}

function buildProblem(build: string | undefined): string | undefined {
  if (build === undefined) return undefined;
  if (build === '') return 'build is empty';
  for (const identifier of build.split('.')) {
    if (identifier === '') return 'build identifier is empty';
    const problem = characterProblem(identifier, 'build');
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function prereleaseProblem(prerelease: string | undefined): string | undefined {
  for (const identifier of prerelease?.split('.') ?? []) {
    if (identifier === '') return 'pre-release identifier is empty';
    const problem = characterProblem(identifier, 'pre-release');
    if (problem !== undefined) return problem;
    if (/^0[0-9]+$/.test(identifier)) return 'pre-release numeric identifier starts with zero';
  }
  return undefined;
}

function characterProblem(identifier: string, part: string): string | undefined {
  const bad = /[^0-9A-Za-z-]/u.exec(identifier)?.[0];
  return bad && `invalid character ${quoteRune(bad.codePointAt(0) ?? 0, false)} in ${part} identifier`;
}

function coreProblem(core: string): string | undefined {
  const numbers = core.split('.');
  if (numbers.length !== 3) return 'versionCore must have 3 numbers separated by dot';
  const names = ['major', 'minor', 'patch'];
  for (const [index, number] of numbers.entries()) {
    if (number === '') return `${names[index]} is empty`;
    if (number.length > 1 && number.startsWith('0')) return `${names[index]} starts with zero`;
    if (!/^[0-9]+$/.test(number)) return `${names[index]} contains non-digit`;
  }
  return undefined;
}
