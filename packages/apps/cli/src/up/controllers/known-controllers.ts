/** A controller of Flux, as an installation names it. */
export interface KnownController {
  readonly name: string;
  /** API group of its kinds. */
  readonly group: string;
}

const CONTROLLERS: readonly KnownController[] = [
  { name: 'source-controller', group: 'source.toolkit.fluxcd.io' },
  { name: 'kustomize-controller', group: 'kustomize.toolkit.fluxcd.io' },
  { name: 'helm-controller', group: 'helm.toolkit.fluxcd.io' },
  { name: 'notification-controller', group: 'notification.toolkit.fluxcd.io' },
  { name: 'image-reflector-controller', group: 'image.toolkit.fluxcd.io' },
  { name: 'source-watcher', group: 'source.extensions.fluxcd.io' },
];

/** The controller of an API group. */
export function findController(group: string): KnownController | undefined {
  return CONTROLLERS.find((controller) => controller.group === group);
}
