import { type KubeVersion, parseKubeVersion } from '@gotk/helm';
import { LocatedError } from '@gotk/located-error';
import type { FlagValues } from '../../cli/flag.js';

/** The version of `--kube-version`. @throws LocatedError in Helm's words */
export function kubeVersionFlag(flags: FlagValues): KubeVersion | undefined {
  const version = flags.text('kube-version');
  if (version === '') return undefined;
  try {
    return parseKubeVersion(version);
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    const { code, message, hint } = error;
    throw new LocatedError({ code, message: `invalid kube version '${version}': ${message}`, hint, cause: error });
  }
}
