import { type IgnorePattern, parseIgnorePattern } from './ignore-pattern.js';

/** Files of version control, in the format of .gitignore. */
export const versionControlFiles: readonly string[] = ['.git/', '.gitignore', '.gitmodules', '.gitattributes'];

/** Media and archives, in the format of .gitignore. */
export const mediaFiles: readonly string[] = [
  '*.jpg',
  '*.jpeg',
  '*.gif',
  '*.png',
  '*.wmv',
  '*.flv',
  '*.tar.gz',
  '*.zip',
];

const CI = [
  '.github/',
  '.circleci/',
  '.travis.yml',
  '.gitlab-ci.yml',
  'appveyor.yml',
  '.drone.yml',
  'cloudbuild.yaml',
  'codeship-services.yml',
  'codeship-steps.yml',
];
const EXTRA = ['**/.goreleaser.yml', '**/.sops.yaml', '**/.flux.yaml'];

/** What belongs to version control: ignored always. */
export function versionControlPatterns(domain: readonly string[] = []): readonly IgnorePattern[] {
  return versionControlFiles.map((line) => parseIgnorePattern(line, domain));
}

/** Media, archives and the files of CI systems: ignored unless the repository has patterns of its own. */
export function defaultPatterns(domain: readonly string[] = []): readonly IgnorePattern[] {
  return [...mediaFiles, ...CI, ...EXTRA].map((line) => parseIgnorePattern(line, domain));
}
