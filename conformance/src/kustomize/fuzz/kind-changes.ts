import { type SeededRandom, seededRandom } from '../../seeded-random.js';
import type { FuzzTree } from './fuzz-tree.js';
import { makeGenerator } from './generator-fields.js';
import { type FieldContext, makeFields } from './kustomization-fields.js';
import { pickKind, pickName } from './objects.js';
import { type KnownObject, makeMergePatch, makePatchEntry } from './patches.js';
import { type FuzzObject, writeYaml } from './yaml-text.js';

/**
 * The tree of a seed in which patches make something else of generated objects: their hashes then depend on quotes, comments
 * and places.
 */
export function kindChangingTree(seed: number): FuzzTree {
  const random = seededRandom(seed);
  const files: Record<string, string | Uint8Array> = {};
  let fileNumber = 0;
  const addLayer = (directory: string, make: (context: FieldContext) => FuzzObject): void => {
    const addFile = (content: string | Uint8Array): string => {
      const name = `f${++fileNumber}.yaml`;
      files[`${directory}/${name}`] = content;
      return name;
    };
    const known: readonly KnownObject[] = [{ kind: 'ConfigMap', name: 'gen', namespace: '' }];
    files[`${directory}/kustomization.yaml`] = writeYaml(make({ random, known, addFile }), random);
  };
  addLayer('base', makeGenerators);
  addLayer('change', (context) => ({
    resources: ['../base'],
    ...(random.chance(0.5) && makeFields(context)),
    patches: [makeKindChange(context), ...(random.chance(0.3) ? [makeKindChange(context)] : [])],
  }));
  addLayer('top', (context) => ({ resources: ['../change'], ...makeFields(context) }));
  return { files, run: random.pick(['change', 'change', 'top']), flags: ['--reorder', 'none'] };
}

function makeGenerators(context: FieldContext): FuzzObject {
  const { random } = context;
  const generator = { ...makeGenerator(context, false), name: 'gen', behavior: 'create' };
  const secret = { ...makeGenerator(context, true), name: 'other', behavior: 'create' };
  return {
    configMapGenerator: [generator],
    ...(random.chance(0.3) && { secretGenerator: [secret] }),
    ...(random.chance(0.3) && { commonAnnotations: { team: random.pick(['web', '1', 'a b']) } }),
    ...(random.chance(0.3) && { namePrefix: 'pre-' }),
  };
}

function makeKindChange(context: FieldContext): FuzzObject {
  const { random, addFile } = context;
  if (random.chance(0.2)) {
    const known: readonly KnownObject[] = [{ kind: 'ConfigMap', name: 'gen', namespace: '' }];
    return { ...makePatchEntry(known, random, addFile), options: { allowKindChange: true } };
  }
  const text = random.chance(0.3) ? makeJsonChange(random) : makeMergeChange(random);
  const source = random.chance(0.5) ? { patch: text } : { path: addFile(text) };
  return {
    ...source,
    target: { kind: random.pick(['ConfigMap', 'ConfigMap|Secret', 'Secret|Widget']) },
    options: { allowKindChange: random.chance(0.9), allowNameChange: random.chance(0.3) },
  };
}

function makeJsonChange(random: SeededRandom): string {
  const value = random.pick([
    'text',
    'yes',
    '',
    'a: b',
    '# x',
    "it's",
    'two\nlines',
    ' lead',
    'é',
    '12',
    '1:30',
    '<&>',
  ]);
  return writeYaml(
    [
      { op: 'replace', path: '/kind', value: pickKind(random) },
      { op: 'add', path: '/spec', value: { text: value, list: [value, 1, 1.5, true, null, [], {}], [value]: 1e20 } },
    ],
    random,
  );
}

function makeMergeChange(random: SeededRandom): string {
  const patch = makeMergePatch({ kind: pickKind(random), name: pickName(random), namespace: '' }, random);
  const data = random.pick<FuzzObject>([{}, { data: null }, { data: { A: null, e: 'é < 1' } }, { data: {} }]);
  const text = writeYaml({ ...patch, ...data }, random);
  return random.chance(0.3) ? `# head\n\n${text.replaceAll(/^(\s*\w+:.*[\w'"])$/gm, comment(random))}# foot\n` : text;
}

/** A comment behind, over or under some lines. */
function comment(random: SeededRandom): (line: string) => string {
  return (line) => {
    const indent = /^ */.exec(line)?.[0] ?? '';
    const isBlock = /[|>][-+0-9]*$/.test(line);
    if (isBlock || !random.chance(0.2)) return line;
    return random.pick([`${line} # behind`, `${indent}# over\n${line}`, `${line}\n${indent}# under\n`]);
  };
}
