import { type SeededRandom, seededRandom } from '../../seeded-random.js';
import { addFault } from './faults.js';
import { makeFields } from './kustomization-fields.js';
import { mutateText } from './mutate-text.js';
import { type FuzzKind, makeObject } from './objects.js';
import type { KnownObject } from './patches.js';
import { type FuzzObject, writeDocuments, writeYaml } from './yaml-text.js';

/** A generated input: files by path, the directory to build, and flags. */
export interface FuzzTree {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly run: string;
  readonly flags: readonly string[];
}

interface Layer {
  readonly directory: string;
  readonly known: readonly KnownObject[];
}

/** The tree of a seed. */
export function makeTree(seed: number): FuzzTree {
  const random = seededRandom(seed);
  const builder = new TreeBuilder(random);
  const run = builder.build();
  if (random.chance(0.1)) builder.damage();
  if (random.chance(0.05)) addFault(builder.files, run, random);
  const order = random.chance(0.15) ? [] : ['--reorder', random.pick(['none', 'none', 'legacy'])];
  const restrictor = random.chance(0.05) ? ['--load-restrictor', 'LoadRestrictionsNone'] : [];
  return { files: builder.files, run, flags: [...order, ...restrictor] };
}

class TreeBuilder {
  readonly files: Record<string, string | Uint8Array> = {};
  #fileNumber = 0;

  constructor(readonly random: SeededRandom) {}

  /** @returns the directory to build. */
  build(): string {
    const { random } = this;
    const base = this.#addLayer('base', [], []);
    if (random.chance(0.25)) return base.directory;
    if (random.chance(0.15)) return this.#addDiamond(base);
    const others = random.chance(0.25) ? [this.#addLayer('other', random.chance(0.3) ? [base] : [], [])] : [];
    const components = random.chance(0.25) ? this.#addComponents(base.known) : [];
    const bases = random.chance(0.9) ? [base, ...others] : [...others, base];
    const overlay = this.#addLayer('overlay', bases, components);
    if (random.chance(0.7)) return overlay.directory;
    return this.#addLayer('top', [overlay], components.length > 0 && random.chance(0.2) ? components : []).directory;
  }

  /** Two variants of one base side by side, told apart by names or namespaces. */
  #addDiamond(base: Layer): string {
    const { random } = this;
    const field = random.pick(['namePrefix', 'nameSuffix', 'namespace']);
    const components = random.chance(0.3) ? this.#addComponents(base.known) : [];
    const left = this.#addLayer('left', [base], components, { [field]: 'left' });
    const right = this.#addLayer('right', [base], components, random.chance(0.95) ? { [field]: 'right' } : {});
    return this.#addLayer('top', [left, right], []).directory;
  }

  /** A component or two, one perhaps in the other. */
  #addComponents(known: readonly KnownObject[]): readonly string[] {
    const { random } = this;
    const first = this.#addComponent('component', known, []);
    if (!random.chance(0.4)) return [first];
    const isNested = random.chance(0.5);
    const second = this.#addComponent('component-2', known, isNested ? [first] : []);
    return isNested ? [second] : [first, second];
  }

  /** Breaks one of the files. */
  damage(): void {
    const paths = Object.keys(this.files);
    const path = paths[this.random.below(paths.length)];
    const content = path === undefined ? undefined : this.files[path];
    if (path !== undefined && typeof content === 'string') this.files[path] = mutateText(content, this.random);
  }

  #addLayer(directory: string, bases: readonly Layer[], components: readonly string[], more: FuzzObject = {}): Layer {
    const { random } = this;
    const own = bases.length === 0 || random.chance(0.3) ? this.#addObjects(directory) : { paths: [], known: [] };
    const known = [...bases.flatMap((base) => base.known), ...own.known];
    const resources = [...bases.map((base) => `../${base.directory}`), ...own.paths];
    const fields = makeFields({ random, known, addFile: (content) => this.#addFile(directory, content) });
    this.#addKustomization(directory, {
      [random.chance(0.02) ? 'bases' : 'resources']: resources,
      ...(components.length > 0 && { components: components.map((component) => `../${component}`) }),
      ...fields,
      ...more,
    });
    return { directory, known };
  }

  #addComponent(directory: string, known: readonly KnownObject[], inner: readonly string[]): string {
    const { random } = this;
    const own = random.chance(0.4) ? this.#addObjects(directory) : { paths: [], known: [] };
    const fields = makeFields({
      random,
      known: [...known, ...own.known],
      addFile: (content) => this.#addFile(directory, content),
    });
    const content = {
      ...(own.paths.length > 0 && { resources: own.paths }),
      ...(inner.length > 0 && { components: inner.map((path) => `../${path}`) }),
      ...fields,
    };
    this.#addKustomization(directory, {
      apiVersion: 'kustomize.config.k8s.io/v1alpha1',
      kind: 'Component',
      ...content,
    });
    return directory;
  }

  #addKustomization(directory: string, fields: FuzzObject): void {
    const head = this.random.chance(0.5)
      ? { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' }
      : {};
    this.files[`${directory}/kustomization.yaml`] = writeYaml({ ...head, ...fields }, this.random);
  }

  #addObjects(directory: string): { readonly paths: readonly string[]; readonly known: readonly KnownObject[] } {
    const { random } = this;
    const known: KnownObject[] = [];
    const paths: string[] = [];
    for (let count = random.below(3) + 1; count > 0; count--) {
      const objects = Array.from({ length: random.below(3) + 1 }, () => makeObject(random)).filter((object) =>
        isNew(object, known),
      );
      if (objects.length === 0) continue;
      known.push(...objects.map(toKnown));
      paths.push(this.#addFile(directory, this.#writeObjects(objects)));
    }
    return { paths, known };
  }

  #writeObjects(objects: readonly FuzzObject[]): string {
    if (this.random.chance(0.03)) return writeYaml({ apiVersion: 'v1', kind: 'List', items: objects }, this.random);
    return writeDocuments(objects, this.random);
  }

  #addFile(directory: string, content: string | Uint8Array): string {
    const name = `f${++this.#fileNumber}.yaml`;
    this.files[`${directory}/${name}`] = content;
    return name;
  }
}

function toKnown(object: FuzzObject): KnownObject {
  const metadata = object['metadata'] as { readonly name: string; readonly namespace?: string };
  return { kind: object['kind'] as FuzzKind, name: metadata.name, namespace: metadata.namespace ?? '' };
}

/** Objects of the same name are an error that would hide all others; a few are left in. */
function isNew(object: FuzzObject, known: readonly KnownObject[]): boolean {
  const { kind, name } = toKnown(object);
  return !known.some((other) => other.kind === kind && other.name === name);
}
