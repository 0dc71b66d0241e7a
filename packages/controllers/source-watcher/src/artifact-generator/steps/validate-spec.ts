import { Halt } from '@gotk/controller-runtime';
import type { ArtifactGenerator } from '@gotk/flux-types';
import { nameIsDnsSubdomain } from '@gotk/name-rules';
import type { WatcherDeps } from '../../watcher-deps.js';

/**
 * Looks at what no schema can say.
 * @throws Halt `stalled`, in Flux's words.
 */
export function validateSpec(deps: Pick<WatcherDeps, 'noCrossNamespaceRefs'>, object: ArtifactGenerator): void {
  const aliases = new Set<string>();
  for (const { alias, kind, namespace, name } of object.spec.sources) {
    if (aliases.has(alias)) throw invalid(`duplicate source alias '${alias}' found`);
    aliases.add(alias);
    const isForeign = namespace !== undefined && namespace !== '' && namespace !== object.metadata.namespace;
    if (deps.noCrossNamespaceRefs && isForeign) throw accessDenied(`${kind}/${namespace}/${name}`);
  }
  validateArtifacts(object, aliases);
}

function validateArtifacts({ spec }: ArtifactGenerator, aliases: ReadonlySet<string>): void {
  const names = new Set<string>();
  for (const { name, revision = '' } of spec.artifacts) {
    if (names.has(name)) throw invalid(`duplicate artifact name '${name}' found`);
    const problems = (spec.pathPattern ?? '') === '' ? nameIsDnsSubdomain(name, false) : [];
    if (problems.length > 0) {
      const quoted = JSON.stringify(name);
      throw invalid(`artifact name ${quoted} is not a valid Kubernetes object name: ${problems.join('; ')}`);
    }
    const alias = revision.replace(/^@/, '');
    if (revision !== '' && !aliases.has(alias)) {
      throw invalid(`artifact ${name} revision source alias '${alias}' not found`);
    }
    names.add(name);
  }
}

function invalid(message: string): Halt {
  return new Halt({ kind: 'stalled', reason: 'ValidationFailed', message });
}

function accessDenied(source: string): Halt {
  const message = `cross-namespace reference to source ${source} is not allowed`;
  return new Halt({ kind: 'stalled', reason: 'AccessDenied', message });
}
