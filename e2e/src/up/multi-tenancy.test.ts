import { afterEach, describe, expect, it } from 'vitest';
import { runFlux } from '../harness/flux-process.js';
import { createGitRepository, type GitRepository } from '../harness/git-repository.js';
import { sharedFolder } from '../harness/shared-folder.js';

const folder = sharedFolder('real/flux2-multi-tenancy');

/** Kinds in versions that are no longer served, as today's repositories still have them. */
const rows = [
  {
    name: 'main',
    tree: 'main',
    path: 'clusters/staging',
    says: [
      [
        'infrastructure/kyverno/source.yaml:1',
        'no matches for kind "OCIRepository" in version "source.toolkit.fluxcd.io/v1beta2"',
      ],
    ],
  },
  {
    name: 'dev-team',
    tree: 'dev-team',
    path: 'staging',
    says: [
      ['base/podinfo-release.yaml:1', 'no matches for kind "HelmRelease" in version "helm.toolkit.fluxcd.io/v2beta1"'],
      [
        'base/podinfo-repository.yaml:1',
        'no matches for kind "HelmRepository" in version "source.toolkit.fluxcd.io/v1beta1"',
      ],
    ],
  },
];

describe.skipIf(folder === undefined)(
  "Flux's multi-tenancy example (skipped where the corpora are not beside the checkout)",
  { timeout: 90_000 },
  () => {
    let repository: GitRepository | undefined;
    afterEach(() => repository?.remove());

    it.each(rows)('names what is not migrated: $name', async ({ tree, path, says }) => {
      repository = createGitRepository(`${folder}/${tree}`);
      const run = await runFlux([
        'up',
        repository.folder,
        '--path',
        path,
        '--once',
        '--no-persist',
        '--timeout',
        '60s',
      ]);
      expect(run.exitCode).toBe(1);
      for (const [place = '', problem = ''] of says) {
        expect(run.stderr).toContain(place);
        expect(run.stderr).toContain(problem);
      }
      expect(run.stderr).toMatch(/hint: .*flux migrate -f \./);
    });
  },
);
