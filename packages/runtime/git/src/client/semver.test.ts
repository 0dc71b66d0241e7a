import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { createGitClient, type GitClient } from './create-git-client.js';
import { renderRevision } from './revision.js';

describe('the highest tag in a range', () => {
  let server: TestServer;
  let git: GitClient;
  const hashes = new Map<string, string>();

  beforeAll(async () => {
    server = await startTestServer();
    git = createGitClient({ temporaryFolder: server.folder });
    const tags = [
      'v1.0.0',
      'v1.1.0',
      'v2.0.0-rc.1',
      'v1',
      'v1.9',
      'not-a-version',
      'v3.0.0+old',
      'v3.0.0+young',
      'v3.0.0+middle',
    ];
    const minutes: Record<string, number> = { 'v3.0.0+old': 10, 'v3.0.0+young': 90, 'v3.0.0+middle': 50 };
    for (const [index, tag] of tags.entries()) {
      const annotated = index % 2 === 1;
      hashes.set(
        tag,
        await server.commit('app', { message: tag, minute: minutes[tag] ?? index, files: { tag }, tag, annotated }),
      );
    }
    await server.commit('untagged', { files: { a: 'a' } });
  });
  afterAll(async () => {
    await git.close();
    await server.close();
  });

  const fetch = (name: string, semver: string, lastRevision?: string) =>
    git.fetch(
      { remote: { url: server.urlOf(name) }, reference: { semver }, lastRevision },
      AbortSignal.timeout(30_000),
    );

  test.each([
    { range: '>=1.0.0 <2.0.0', tag: 'v1.1.0' },
    { range: '1.0.x', tag: 'v1.0.0' },
    { range: '>=1.0.0-0 <3.0.0', tag: 'v2.0.0-rc.1' },
    { range: '3.x', tag: 'v3.0.0+young' },
  ])('$range: $tag', async ({ range, tag }) => {
    const outcome = await fetch('app', range);
    if (outcome.kind !== 'fetched') throw new Error(outcome.kind);
    expect(renderRevision(outcome.snapshot.at)).toBe(`${tag}@sha1:${hashes.get(tag)}`);
    expect(outcome.snapshot.commit.message).toBe(tag);
    await outcome.snapshot.close();
    expect(await fetch('app', range, `${tag}@sha1:${hashes.get(tag)}`)).toMatchObject({ kind: 'unchanged' });
  });

  test.each([
    { name: 'nothing in the range', repository: 'app', range: '>=9', message: 'no match found for semver: >=9' },
    { name: 'no tags', repository: 'untagged', range: '*', message: 'no match found for semver: *' },
    {
      name: 'no range',
      repository: 'app',
      range: 'not a range',
      message: 'semver parse error: improper constraint: "not a range"',
    },
  ])('$name', async ({ repository, range, message }) => {
    await expect(fetch(repository, range)).rejects.toMatchObject({ code: 'git-semver', message });
  });
});
