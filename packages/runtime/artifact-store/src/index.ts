export { diskTree } from './disk-tree.js';
