export { addSourceControllers, type SourceControllerOptions } from './add-source-controllers.js';
