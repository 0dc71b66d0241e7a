import type { SeededRandom } from '../../seeded-random.js';
import type { FieldContext } from './kustomization-fields.js';
import { pickName, pickNamespace } from './objects.js';
import type { FuzzObject, FuzzValue } from './yaml-text.js';

const CONTENTS = [
  'A=1\nB=two\n',
  '# c\n\n X=y=z\nEMPTY=\nBARE\n',
  'text\n',
  'long '.repeat(30),
  '',
  'tab\t\r\nx\n',
  '\ufeffBOM=1\nAFTER=2\n',
  'Q="quoted"\nS=\'single\'\nD=a # not a comment\n',
  'export E=1\n',
  'a b=1\n',
  '1x=2\n-y=3\n.z=4\n',
  'A=1\r\nB=2\r\n',
  'SAME=1\nSAME=2\n',
  '=novalue\n',
  '\u00a0NBSP=1\nK =v\nT= v\n',
  '{"a": {"b": 1}}',
  'é=ü\n',
  'no end of line=1',
] as const;

const BINARY = new Uint8Array([0x41, 0x3d, 0xff, 0xfe, 0x0a, 0x00, 0x80]);

/** One entry of `configMapGenerator` or `secretGenerator`. */
export function makeGenerator({ random, addFile }: FieldContext, isSecret: boolean): FuzzObject {
  const sources = Array.from({ length: random.chance(0.15) ? 2 : 1 }, () => makeSource(random, addFile));
  return {
    name: random.chance(0.4) ? `gen-${random.below(30)}` : random.chance(0.5) ? 'gen' : pickName(random),
    ...(random.chance(0.2) && { namespace: pickNamespace(random) }),
    ...(random.chance(0.15) && { behavior: pickBehavior(random) }),
    ...Object.assign({}, ...sources),
    ...(isSecret && random.chance(0.4) && { type: random.pick(['Opaque', 'kubernetes.io/tls', 'x']) }),
    ...(random.chance(0.2) && { options: makeGeneratorOptions(random) }),
  };
}

function pickBehavior(random: SeededRandom): string {
  return random.chance(0.05) ? 'other' : random.pick(['create', 'merge', 'merge', 'replace']);
}

function makeSource(random: SeededRandom, addFile: FieldContext['addFile']): FuzzObject {
  const source = random.pick(['literals', 'literals', 'files', 'envs', 'env']);
  const content = source === 'files' && random.chance(0.1) ? BINARY : random.pick(CONTENTS);
  const path = source === 'literals' ? '' : random.chance(0.02) ? 'absent.txt' : addFile(content);
  switch (source) {
    case 'files':
      return { files: [makeFileSource(path, random)] };
    case 'envs':
      return { envs: random.chance(0.1) ? [path, path] : [path] };
    case 'env':
      return { env: path };
    default:
      return { literals: pickLiterals(random) };
  }
}

function makeFileSource(path: string, random: SeededRandom): string {
  if (random.chance(0.03)) return random.pick([`=${path}`, 'key=', `a=b=${path}`, '.', '../x']);
  return random.pick([path, path, `key.txt=${path}`, `bad key=${path}`]);
}

function pickLiterals(random: SeededRandom): FuzzValue {
  return random.pick<FuzzValue>([
    ['a=1', 'b="quoted"'],
    ['a=1', 'a=2'],
    ['x=multi\nline'],
    random.chance(0.1) ? ['noequals'] : ['t=1'],
    ["q='x'", 'e='],
    ['k=v=w', 'u="'],
    [`long=${'word '.repeat(40)}`],
    ['number=0123', 'bool=true', 'null=null'],
    ['json={"a": {"b": "c"}}'],
    ['é=ü'],
    ['A.b-c_d=1'],
  ]);
}

export function makeGeneratorOptions(random: SeededRandom): FuzzObject {
  return {
    ...(random.chance(0.3) && { disableNameSuffixHash: random.chance(0.8) }),
    ...(random.chance(0.4) && { labels: makeTexts(random) }),
    ...(random.chance(0.3) && { annotations: makeTexts(random) }),
    ...(random.chance(0.2) && { immutable: true }),
  };
}

function makeTexts(random: SeededRandom): FuzzObject {
  return { [random.pick(['app', 'team', 'on'])]: random.pick(['web', 'true', '1', 'a b']) };
}

/** A configuration for `generators`. */
export function makeGeneratorConfig(random: SeededRandom): FuzzObject {
  const kind = random.pick(['ConfigMapGenerator', 'SecretGenerator', 'ConfigMapGenerator', 'Unknown']);
  return {
    apiVersion: 'builtin',
    kind: random.chance(0.9) && kind === 'Unknown' ? 'ConfigMapGenerator' : kind,
    metadata: { name: random.pick(['made', 'web', 'gen']), ...(random.chance(0.2) && { namespace: 'prod' }) },
    ...(random.chance(0.2) && { behavior: pickBehavior(random) }),
    literals: pickLiterals(random),
    ...(random.chance(0.2) && { options: makeGeneratorOptions(random) }),
    ...(random.chance(0.1) && { disableNameSuffixHash: true }),
  };
}
