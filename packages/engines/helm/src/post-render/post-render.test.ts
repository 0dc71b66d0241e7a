import { describe, expect, it } from 'vitest';
import { postRender } from './post-render.js';
import type { PostRenderStrategy } from './post-renderer.js';

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a # why\ndata: {}\n';
const HOOK = 'apiVersion: v1\nkind: Job\nmetadata:\n  name: h\n  annotations:\n    helm.sh/hook: test\n';
const FILE = "    postrenderer.helm.sh/postrender-filename: 'c/templates/x.yaml'\n";

async function run(text: string, strategy: PostRenderStrategy, answer = (stream: string) => stream) {
  const streams: string[] = [];
  const renderer = (stream: string): string => {
    streams.push(stream);
    return answer(stream);
  };
  const files = await postRender(new Map([['c/templates/x.yaml', text]]), { renderer, strategy });
  return { streams, files: Object.fromEntries(files) };
}

describe('post-rendering', () => {
  it('gives the renderer every object with the file it belongs to, and takes the mark away again', async () => {
    const { streams, files } = await run(CONFIG, 'combined');
    expect(streams).toEqual([CONFIG.replace('data: {}', `  annotations:\n${FILE}data: {}`)]);
    expect(files).toEqual({ 'c/templates/x.yaml': CONFIG });
  });

  it('keeps hooks from the renderer', async () => {
    const { streams, files } = await run(`${CONFIG}---\n${HOOK}`, 'nohooks');
    expect(streams.join()).not.toContain('Job');
    expect(files['c/templates/x.yaml']).toBe(`${HOOK}\n---\n${CONFIG}`);
  });

  it('renders hooks in a stream of their own', async () => {
    const { streams } = await run(`${CONFIG}---\n${HOOK}`, 'separate');
    expect(streams.map((stream) => /kind: (\w+)/.exec(stream)?.[1])).toEqual(['Job', 'ConfigMap']);
  });

  it('gives new objects files of their own', async () => {
    const { files } = await run(CONFIG, 'separate', (stream) => `${stream}---\nkind: Secret\n`);
    expect(Object.keys(files)).toEqual(['c/templates/x.yaml', 'generated-by-postrender-manifests-1.yaml']);
  });

  it('opens a list that is all there is', async () => {
    const { files } = await run('kind: List\nitems:\n- kind: A\n- kind: B\n', 'combined');
    expect(files).toEqual({ 'c/templates/x.yaml': 'kind: A\n---\nkind: B\n' });
  });

  it('says which stream failed', async () => {
    await expect(
      run(CONFIG, 'separate', () => {
        throw new Error('boom');
      }),
    ).rejects.toThrow('error while running post render on manifests: boom');
    await expect(run(CONFIG, 'combined', () => 'text')).rejects.toThrow(
      'error while parsing post rendered output: error parsing YAML: wrong node kind: expected MappingNode but got ScalarNode: node contents:\ntext\n',
    );
  });
});
