export {
  addSourceControllers,
  type SourceControllerOptions,
  type SourceControllers,
} from './add-source-controllers.js';
