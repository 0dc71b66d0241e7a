import { createApiServer } from '@gotk/apiserver';

// A program as somebody writes it: imports the package, serves, and ends at once.
const server = await createApiServer();
await server.listen();
process.exit(0);
