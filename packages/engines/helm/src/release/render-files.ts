import { CryptoNotLoaded, type GoMap, loadTemplateCrypto } from '@gotk/go-template';
import type { Chart } from '../chart/chart.js';
import type { HelmLog, HelmLogEntry } from '../log/helm-log.js';
import { type RenderTemplatesOptions, renderTemplates } from '../render/render-templates.js';
import { type AwaitedOutside, awaitOutside, type Outside } from './awaited-answers.js';

export interface RenderFilesOptions extends Omit<RenderTemplatesOptions, 'lookup'>, Outside {
  readonly chart: Chart;
  readonly log: HelmLog;
}

/** Renders, again when the templates turned out to need what must be waited for. */
export async function renderFiles(options: RenderFilesOptions, top: GoMap): Promise<Map<string, string>> {
  const outside = awaitOutside(options);
  let { environment } = options;
  if (outside.resolveHost !== undefined) environment = { ...environment, resolveHost: outside.resolveHost };
  for (;;) {
    const lines: HelmLogEntry[] = [];
    const attempt = tryRender({ ...options, environment, log: (entry) => lines.push(entry) }, top, outside);
    if (outside.isWaiting()) await outside.settle();
    else if (attempt.needsCrypto) environment = { ...environment, crypto: await loadTemplateCrypto() };
    else {
      for (const line of lines) options.log(line);
      return attempt.finish();
    }
  }
}

interface Attempt {
  readonly needsCrypto: boolean;
  /** Gives the files, or throws what went wrong. */
  readonly finish: () => Map<string, string>;
}

function tryRender(options: RenderFilesOptions, top: GoMap, outside: AwaitedOutside): Attempt {
  try {
    const files = renderTemplates(options.chart, top, { ...options, lookup: outside.lookup });
    return { needsCrypto: false, finish: () => files };
  } catch (error) {
    const finish = (): never => {
      throw error;
    };
    return { needsCrypto: options.environment.crypto === undefined && lacksCrypto(error), finish };
  }
}

function lacksCrypto(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof CryptoNotLoaded) return true;
  }
  return false;
}
