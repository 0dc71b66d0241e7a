/** A node of a tree of names. */
export interface TreeNode {
  readonly text: string;
  readonly children: readonly TreeNode[];
}

/** A tree with its branches drawn, one line for each node. */
export function renderTree(root: TreeNode): string {
  return `${root.text}\n${renderChildren(root.children, '')}`;
}

function renderChildren(nodes: readonly TreeNode[], indent: string): string {
  return nodes
    .map(({ text, children }, index) => {
      const isLast = index === nodes.length - 1;
      const below = `${indent}${isLast ? '    ' : '│   '}`;
      return `${indent}${isLast ? '└── ' : '├── '}${text}\n${renderChildren(children, below)}`;
    })
    .join('');
}
