import type { FileTree } from '@gotk/file-tree';
import { Interruption } from '../errors/interruption.js';
import type { ChartRequest, PullRequest } from './inflate-chart.js';

/** A build stops where it needs a chart; it starts anew once that is there. */
export class ChartNeeded extends Interruption {
  constructor(readonly request: ChartRequest) {
    super(`needs the chart ${request.name}`);
    this.name = 'ChartNeeded';
  }
}

/** The same for a chart that must be downloaded first. */
export class PullNeeded extends Interruption {
  constructor(readonly request: PullRequest) {
    super(`needs the chart ${request.name} of ${request.repo}`);
    this.name = 'PullNeeded';
  }
}

/** Charts that have been downloaded and rendered for a build so far. */
export class ChartAnswers {
  readonly #manifests = new Map<string, string | Error>();
  readonly #pulled = new Map<string, FileTree | Error>();

  get size(): number {
    return this.#manifests.size + this.#pulled.size;
  }

  addManifests(request: ChartRequest, manifests: string | Error): void {
    this.#manifests.set(chartKey(request), manifests);
  }

  addPulled(request: PullRequest, chart: FileTree | Error): void {
    this.#pulled.set(JSON.stringify(request), chart);
  }

  /** The manifests of a chart. @throws ChartNeeded */
  manifests(request: ChartRequest): string {
    const answer = this.#manifests.get(chartKey(request));
    if (answer === undefined) throw new ChartNeeded(request);
    if (answer instanceof Error) throw answer;
    return answer;
  }

  /** The files of a chart. @throws PullNeeded */
  pulled(request: PullRequest): FileTree {
    const answer = this.#pulled.get(JSON.stringify(request));
    if (answer === undefined) throw new PullNeeded(request);
    if (answer instanceof Error) throw answer;
    return answer;
  }
}

/** Within one build, a chart of the same name, version and place is the same chart. */
function chartKey({ chart, ...request }: ChartRequest): string {
  return `${treeNumber(chart)} ${JSON.stringify(request)}`;
}

const treeNumbers = new WeakMap<FileTree, number>();
let trees = 0;

function treeNumber(tree: FileTree): number {
  const known = treeNumbers.get(tree);
  if (known !== undefined) return known;
  treeNumbers.set(tree, ++trees);
  return trees;
}
