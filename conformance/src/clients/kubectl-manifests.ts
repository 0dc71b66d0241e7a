/** A Deployment and its Service. */
export const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "example.com/web:1", ports: [{containerPort: 80, name: http}]}]
---
apiVersion: v1
kind: Service
metadata: {name: web, labels: {app: web}}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
`;

/** A ConfigMap. */
export const SETTINGS = `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {a: one}
`;

/** A node that nothing runs on. */
export const NODE = JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'one' } });

/** A kind with a status, a scale, columns and a selectable field. */
export const CRON_DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crons.clients.example.com}
spec:
  group: clients.example.com
  scope: Namespaced
  names: {plural: crons, singular: cron, kind: Cron}
  versions:
    - name: v1
      served: true
      storage: true
      subresources:
        status: {}
        scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}
      additionalPrinterColumns: [{name: Schedule, type: string, jsonPath: .spec.cronSpec}]
      selectableFields: [{jsonPath: .spec.cronSpec}]
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [cronSpec]
              properties:
                cronSpec: {type: string, description: When it runs}
                replicas: {type: integer, default: 1}
            status: {type: object, properties: {replicas: {type: integer}}}
`;

/** One of it. */
export const CRON = `apiVersion: clients.example.com/v1
kind: Cron
metadata: {name: mine}
spec: {cronSpec: "@daily"}
`;
