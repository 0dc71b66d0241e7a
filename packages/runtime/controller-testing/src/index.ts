export { conditionsOf, isReady, isSettled } from './object-state.js';
export { startTestServer, type TestServer, type TestServerOptions } from './start-test-server.js';
export { TestCluster, type TestClusterOptions } from './test-cluster.js';
export { untilObject } from './until-object.js';
