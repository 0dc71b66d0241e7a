import { describe, expect, it } from 'vitest';
import { runAlone } from '../testing/test-cluster.js';

const OWN_CLUSTER =
  "'flux up' runs a repository without a cluster; on a cluster, Flux's own command does this until there is one here";

describe('flux', () => {
  const rows: readonly [args: string, exitCode: number, stdout: RegExp, stderr: string][] = [
    ['version --client', 0, /^flux: v1\.2\.3\n$/, ''],
    ['version --client -o json', 0, /^\{\n {2}"flux": "v1\.2\.3"\n\}\n$/, ''],
    ['version --client -o xml', 1, /^$/, '✗ --output must be json or yaml, not xml\n'],
    ['-v', 0, /^flux version 1\.2\.3\n$/, ''],
    [
      'build ks apps --local-sources x',
      1,
      /^$/,
      '✗ invalid argument "x" for "--local-sources" flag: x must be formatted as key=value\n',
    ],
    ['build ks apps', 1, /^$/, '✗ invalid resource path ""\n'],
    [
      'list artifacts oci://127.0.0.1:1/x',
      1,
      /^$/,
      "✗ 'oci://127.0.0.1:1/x' invalid URL: could not parse reference: 127.0.0.1:1/x\n",
    ],
    ['events --for HelmRelease/a/b', 1, /^$/, "✗ 'HelmRelease/a/b' is not a recognized Flux kind\n"],
    ['nonsense', 1, /^$/, '✗ unknown command "nonsense" for "flux"\n'],
    ['expor', 1, /^$/, '✗ unknown command "expor" for "flux"\n\nDid you mean this?\n\texport\n\n'],
    ['install --export', 1, /^$/, `✗ flux install is not part of this program yet: ${OWN_CLUSTER}\n`],
    ['bootstrap git --url=x', 1, /^$/, `✗ flux bootstrap is not part of this program yet: ${OWN_CLUSTER}\n`],
    ['get', 0, /^The get sub-commands print/, ''],
    ['get nonsense', 0, /^The get sub-commands print/, ''],
    ['helm templat', 1, /^$/, '✗ unknown command "templat" for "flux helm"\n\nDid you mean this?\n\ttemplate\n\n'],
    ['help get sources', 0, /Usage:\n {2}flux get sources \[command\]/, ''],
    ['get ks --help', 0, /Aliases:\n {2}kustomizations, ks, kustomization\n/, ''],
    ['-n apps get --help', 0, /Usage:\n {2}flux get \[command\]/, ''],
    ['stats extra', 1, /^$/, '✗ unknown command "extra" for "flux stats"\n'],
    ['get ks -n Not_A_Label', 1, /^$/, '✗ namespace must be a valid DNS label: "Not_A_Label"\n'],
    ['get ks', 1, /^$/, '✗ no cluster\n'],
    ['suspend kustomization', 1, /^$/, '✗ kustomization name is required\n'],
    ['reconcile kustomization', 1, /^$/, '✗ Kustomization name is required\n'],
    ['resume source git', 1, /^$/, '✗ source git name is required\n'],
    ['delete source git', 1, /^$/, '✗ source git name is required\n'],
    ['export source git', 1, /^$/, '✗ name is required\n'],
    ['events --types odd', 1, /^$/, "✗ type 'odd' not supported. Supported types are Normal, Warning\n"],
    ['logs extra', 1, /^$/, '✗ no argument required\n'],
    [
      'logs --level=loud',
      1,
      /^$/,
      '✗ invalid argument "loud" for "--level" flag: unsupported log level \'loud\', must be one of: debug, info, error\n',
    ],
  ];
  it.each(rows)('%s', async (args, exitCode, stdout, stderr) => {
    const run = await runAlone(args.split(' '));
    expect(run.stderr).toBe(stderr);
    expect(run.stdout).toMatch(stdout);
    expect(run.exitCode).toBe(exitCode);
  });

  it.each([
    ['up --pth x', '✗ unknown flag: --pth\nhint: Did you mean --path?\n'],
    ['up --nonsense', '✗ unknown flag: --nonsense\n'],
    ['helm template --debg x', 'Error: unknown flag: --debg\nhint: Did you mean --debug?\n'],
  ])('on a terminal: %s', async (args, stderr) => {
    const run = await runAlone(args.split(' '), { isTerminal: true });
    expect(run).toEqual({ stdout: '', stderr, exitCode: 1 });
  });

  it.each([
    ['get nonsense', '✗ unknown command "nonsense" for "flux get"\n'],
    ['tree hr app', '✗ unknown command "hr" for "flux tree"\n'],
    [
      'get kustomizatoin',
      '✗ unknown command "kustomizatoin" for "flux get"\n\nDid you mean this?\n\tkustomizations\n\n',
    ],
  ])('tells a person what no group knows: %s', async (args, stderr) => {
    const run = await runAlone(args.split(' '), { isTerminal: true });
    expect([run.exitCode, run.stderr]).toEqual([0, stderr]);
  });

  it('takes the default namespace from the environment, unless it is none', async () => {
    const good = await runAlone(['get', '--help'], { env: { FLUX_SYSTEM_NAMESPACE: 'gitops' } });
    expect(good.stdout).toContain('(default "gitops")');
    const bad = await runAlone(['get', '--help'], { env: { FLUX_SYSTEM_NAMESPACE: 'Not_One' } });
    expect(bad.stdout).toContain('(default "flux-system")');
    expect(bad.stderr).toContain('ignoring invalid FLUX_SYSTEM_NAMESPACE: "Not_One"');
  });

  it('ends with 130 when it was interrupted', async () => {
    const run = await runAlone(['envsubst'], { signal: AbortSignal.abort(new Error('interrupted')) });
    expect(run).toEqual({ stdout: '', stderr: '', exitCode: 130 });
  });

  it('ends with the deadline', async () => {
    const connect = (): Promise<never> => new Promise(() => undefined);
    const run = runAlone(['get', 'ks', '--timeout=20ms'], {
      connect: () =>
        Promise.race([connect(), new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), 60))]),
    });
    expect((await run).stderr).toBe('✗ context deadline exceeded\n');
  });
});

describe('flux --help', () => {
  it('shows flags, defaults and inherited flags as Flux lays them out', async () => {
    const { stdout } = await runAlone(['version', '--help']);
    expect(stdout).toContain('Usage:\n  flux version [flags]\n');
    expect(stdout).toContain(
      "Flags:\n      --client          print only client version\n  -h, --help            help for version\n  -o, --output string   the format in which the information should be printed. can be 'json' or 'yaml' (default \"yaml\")\n",
    );
    expect(stdout).toContain('      --timeout duration               timeout for this operation (default 5m0s)\n');
    expect(stdout).toContain(
      '      --cache-dir string               Default cache directory (default "/users/me/.kube/cache")\n',
    );
  });
});

describe('flux __complete', () => {
  const rows: readonly [words: string[], expected: string[]][] = [
    [['sus'], ['suspend']],
    [['get', 'k'], ['kustomizations']],
    [['get', 'source', 'g'], ['git']],
    [['get', 'ks', '--no'], ['--no-header']],
    [
      ['get', '-n', 'flux-system', 'al'],
      ['alert-providers', 'alerts', 'all'],
    ],
    [
      ['completion', ''],
      ['bash', 'fish', 'powershell', 'zsh'],
    ],
  ];
  it.each(rows)('%j', async (words, expected) => {
    const { stdout } = await runAlone(['__complete', ...words]);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.at(-1)).toBe(':4');
    expect(lines.slice(0, -1).map((line) => line.split('\t')[0])).toEqual(expected);
  });

  it.each(['bash', 'fish', 'powershell', 'zsh'])('has a script for %s', async (shell) => {
    const { stdout } = await runAlone(['completion', shell]);
    expect(stdout).toContain('flux __complete');
  });
});
