/** Changes rendered manifests: YAML in, YAML out. */
export type PostRenderer = (manifests: string) => string | Promise<string>;

/** Whether hooks go through the post-renderer with the other manifests, apart from them, or not at all. */
export type PostRenderStrategy = 'combined' | 'separate' | 'nohooks';
