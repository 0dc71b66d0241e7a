import { seededRandom } from '../../seeded-random.js';
import type { GoldenCase } from '../golden-case.js';
import type { FuzzTree } from './fuzz-tree.js';
import { mutateText } from './mutate-text.js';

/** A case of the corpus with one to three changes in its files. */
export function damagedCase(cases: readonly GoldenCase[], seed: number): FuzzTree {
  const random = seededRandom(seed);
  const golden = cases[random.below(cases.length)];
  if (golden === undefined) throw new Error('the corpus has no cases');
  const files: Record<string, string> = { ...golden.files };
  const paths = Object.keys(files);
  for (let changes = random.below(3) + 1; changes > 0; changes--) {
    const path = paths[random.below(paths.length)] ?? '';
    const other = paths[random.below(paths.length)] ?? '';
    files[path] = mutateText(random.chance(0.1) ? (files[other] ?? '') : (files[path] ?? ''), random);
  }
  return { files, run: golden.run, flags: golden.flags };
}
