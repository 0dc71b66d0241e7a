/** Changes rendered manifests: YAML in, YAML out. What it throws becomes part of the error. */
export type PostRenderer = (manifests: string) => string | Promise<string>;

/**
 * Whether hooks go through the post-renderer with the other manifests, apart from them, or not at all. Helm 3 knows only the
 * last.
 */
export type PostRenderStrategy = 'combined' | 'separate' | 'nohooks';
