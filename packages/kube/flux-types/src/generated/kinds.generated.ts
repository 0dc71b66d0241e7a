// Generated from src/schemas by "npm run generate -w @gotk/flux-types"; do not edit.

/** Facts of every kind. */
export const kindTable = [
  {
    "group": "source.toolkit.fluxcd.io",
    "version": "v1",
    "versions": [
      "v1"
    ],
    "kind": "GitRepository",
    "listKind": "GitRepositoryList",
    "plural": "gitrepositories",
    "singular": "gitrepository",
    "shortNames": [
      "gitrepo"
    ],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-sources"
    ],
    "scope": "Namespaced",
    "humanName": "source git",
    "hasStatus": true,
    "additions": [
      "status.diagnostics"
    ]
  },
  {
    "group": "source.toolkit.fluxcd.io",
    "version": "v1",
    "versions": [
      "v1"
    ],
    "kind": "OCIRepository",
    "listKind": "OCIRepositoryList",
    "plural": "ocirepositories",
    "singular": "ocirepository",
    "shortNames": [
      "ocirepo"
    ],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-sources"
    ],
    "scope": "Namespaced",
    "humanName": "source oci",
    "hasStatus": true,
    "additions": [
      "status.diagnostics"
    ]
  },
  {
    "group": "source.toolkit.fluxcd.io",
    "version": "v1",
    "versions": [
      "v1"
    ],
    "kind": "HelmRepository",
    "listKind": "HelmRepositoryList",
    "plural": "helmrepositories",
    "singular": "helmrepository",
    "shortNames": [
      "helmrepo"
    ],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-sources"
    ],
    "scope": "Namespaced",
    "humanName": "source helm",
    "hasStatus": true,
    "additions": [
      "status.diagnostics"
    ]
  },
  {
    "group": "source.toolkit.fluxcd.io",
    "version": "v1",
    "versions": [
      "v1"
    ],
    "kind": "HelmChart",
    "listKind": "HelmChartList",
    "plural": "helmcharts",
    "singular": "helmchart",
    "shortNames": [
      "hc"
    ],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-sources"
    ],
    "scope": "Namespaced",
    "humanName": "source chart",
    "hasStatus": true,
    "additions": [
      "status.diagnostics"
    ]
  },
  {
    "group": "source.toolkit.fluxcd.io",
    "version": "v1",
    "versions": [
      "v1"
    ],
    "kind": "Bucket",
    "listKind": "BucketList",
    "plural": "buckets",
    "singular": "bucket",
    "shortNames": [],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-sources"
    ],
    "scope": "Namespaced",
    "humanName": "source bucket",
    "hasStatus": true,
    "additions": [
      "status.diagnostics"
    ]
  },
  {
    "group": "source.toolkit.fluxcd.io",
    "version": "v1",
    "versions": [
      "v1"
    ],
    "kind": "ExternalArtifact",
    "listKind": "ExternalArtifactList",
    "plural": "externalartifacts",
    "singular": "externalartifact",
    "shortNames": [
      "ea"
    ],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-sources"
    ],
    "scope": "Namespaced",
    "humanName": "source external-artifact",
    "hasStatus": true,
    "additions": [
      "status.diagnostics"
    ]
  },
  {
    "group": "source.extensions.fluxcd.io",
    "version": "v1beta1",
    "versions": [
      "v1beta1"
    ],
    "kind": "ArtifactGenerator",
    "listKind": "ArtifactGeneratorList",
    "plural": "artifactgenerators",
    "singular": "artifactgenerator",
    "shortNames": [
      "ag"
    ],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-sources"
    ],
    "scope": "Namespaced",
    "humanName": "artifactgenerator",
    "hasStatus": true,
    "additions": [
      "status.diagnostics"
    ]
  },
  {
    "group": "kustomize.toolkit.fluxcd.io",
    "version": "v1",
    "versions": [
      "v1"
    ],
    "kind": "Kustomization",
    "listKind": "KustomizationList",
    "plural": "kustomizations",
    "singular": "kustomization",
    "shortNames": [
      "ks"
    ],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-appliers"
    ],
    "scope": "Namespaced",
    "humanName": "kustomization",
    "hasStatus": true,
    "additions": [
      "status.diagnostics"
    ]
  },
  {
    "group": "helm.toolkit.fluxcd.io",
    "version": "v2",
    "versions": [
      "v2"
    ],
    "kind": "HelmRelease",
    "listKind": "HelmReleaseList",
    "plural": "helmreleases",
    "singular": "helmrelease",
    "shortNames": [
      "hr"
    ],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-appliers"
    ],
    "scope": "Namespaced",
    "humanName": "helmrelease",
    "hasStatus": true,
    "additions": [
      "status.diagnostics"
    ]
  },
  {
    "group": "notification.toolkit.fluxcd.io",
    "version": "v1beta3",
    "versions": [
      "v1beta3"
    ],
    "kind": "Alert",
    "listKind": "AlertList",
    "plural": "alerts",
    "singular": "alert",
    "shortNames": [],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-notifications"
    ],
    "scope": "Namespaced",
    "humanName": "alert",
    "hasStatus": false,
    "additions": []
  },
  {
    "group": "notification.toolkit.fluxcd.io",
    "version": "v1beta3",
    "versions": [
      "v1beta3"
    ],
    "kind": "Provider",
    "listKind": "ProviderList",
    "plural": "providers",
    "singular": "provider",
    "shortNames": [],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-notifications"
    ],
    "scope": "Namespaced",
    "humanName": "alert provider",
    "hasStatus": false,
    "additions": []
  },
  {
    "group": "notification.toolkit.fluxcd.io",
    "version": "v1",
    "versions": [
      "v1"
    ],
    "kind": "Receiver",
    "listKind": "ReceiverList",
    "plural": "receivers",
    "singular": "receiver",
    "shortNames": [],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-notifications"
    ],
    "scope": "Namespaced",
    "humanName": "receiver",
    "hasStatus": true,
    "additions": [
      "status.diagnostics"
    ]
  },
  {
    "group": "image.toolkit.fluxcd.io",
    "version": "v1",
    "versions": [
      "v1"
    ],
    "kind": "ImageRepository",
    "listKind": "ImageRepositoryList",
    "plural": "imagerepositories",
    "singular": "imagerepository",
    "shortNames": [
      "imgrepo",
      "imagerepo"
    ],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-images"
    ],
    "scope": "Namespaced",
    "humanName": "image repository",
    "hasStatus": true,
    "additions": [
      "status.diagnostics"
    ]
  },
  {
    "group": "image.toolkit.fluxcd.io",
    "version": "v1",
    "versions": [
      "v1"
    ],
    "kind": "ImagePolicy",
    "listKind": "ImagePolicyList",
    "plural": "imagepolicies",
    "singular": "imagepolicy",
    "shortNames": [
      "imgpol",
      "imagepol"
    ],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-images"
    ],
    "scope": "Namespaced",
    "humanName": "image policy",
    "hasStatus": true,
    "additions": [
      "status.diagnostics"
    ]
  },
  {
    "group": "image.toolkit.fluxcd.io",
    "version": "v1",
    "versions": [
      "v1"
    ],
    "kind": "ImageUpdateAutomation",
    "listKind": "ImageUpdateAutomationList",
    "plural": "imageupdateautomations",
    "singular": "imageupdateautomation",
    "shortNames": [
      "iua",
      "imgupd",
      "imgauto"
    ],
    "categories": [
      "all",
      "fluxcd",
      "fluxcd-images"
    ],
    "scope": "Namespaced",
    "humanName": "image update automation",
    "hasStatus": true,
    "additions": [
      "status.diagnostics"
    ]
  },
  {
    "group": "flagger.app",
    "version": "v1beta1",
    "versions": [
      "v1beta1"
    ],
    "kind": "Canary",
    "listKind": "CanaryList",
    "plural": "canaries",
    "singular": "canary",
    "shortNames": [],
    "categories": [
      "all"
    ],
    "scope": "Namespaced",
    "humanName": "canary",
    "hasStatus": true,
    "additions": [
      "status.diagnostics"
    ]
  },
  {
    "group": "flagger.app",
    "version": "v1beta1",
    "versions": [
      "v1beta1"
    ],
    "kind": "MetricTemplate",
    "listKind": "MetricTemplateList",
    "plural": "metrictemplates",
    "singular": "metrictemplate",
    "shortNames": [],
    "categories": [
      "all"
    ],
    "scope": "Namespaced",
    "humanName": "metric template",
    "hasStatus": true,
    "additions": []
  },
  {
    "group": "flagger.app",
    "version": "v1beta1",
    "versions": [
      "v1beta1"
    ],
    "kind": "AlertProvider",
    "listKind": "AlertProviderList",
    "plural": "alertproviders",
    "singular": "alertprovider",
    "shortNames": [],
    "categories": [
      "all"
    ],
    "scope": "Namespaced",
    "humanName": "alert provider",
    "hasStatus": true,
    "additions": []
  }
] as const;
