package main

import (
	"context"
	"errors"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	applyappsv1 "k8s.io/client-go/applyconfigurations/apps/v1"
	applycorev1 "k8s.io/client-go/applyconfigurations/core/v1"
	applymetav1 "k8s.io/client-go/applyconfigurations/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/pager"
	"k8s.io/client-go/util/retry"

	"k8s.io/apimachinery/pkg/runtime"
)

func discoverKinds(_ context.Context, c *clients) error {
	groups, resources, err := c.kube.Discovery().ServerGroupsAndResources()
	if err != nil {
		return err
	}
	if err := require(len(groups) > 15 && len(resources) > 15, "%d groups, %d lists", len(groups), len(resources)); err != nil {
		return err
	}
	version, err := c.kube.Discovery().ServerVersion()
	if err != nil {
		return err
	}
	if err := require(version.Minor == "36", "version %s", version); err != nil {
		return err
	}
	paths, err := c.kube.Discovery().OpenAPIV3().Paths()
	if err != nil {
		return err
	}
	document, err := paths["apis/apps/v1"].Schema("application/json")
	if err != nil {
		return err
	}
	if _, err := c.kube.Discovery().OpenAPISchema(); err != nil {
		return fmt.Errorf("OpenAPI v2: %w", err)
	}
	return require(len(document) > 10000, "OpenAPI v3 of %d bytes", len(document))
}

func useTypedClients(ctx context.Context, c *clients) error {
	maps := c.kube.CoreV1().ConfigMaps(namespace)
	made, err := maps.Create(ctx, configMap("typed"), metav1.CreateOptions{FieldValidation: "Strict"})
	if err != nil {
		return err
	}
	made.Data["b"] = "c"
	changed, err := maps.Update(ctx, made, metav1.UpdateOptions{})
	if err != nil {
		return err
	}
	list, err := maps.List(ctx, metav1.ListOptions{LabelSelector: "made=typed"})
	if err != nil {
		return err
	}
	if err := require(len(list.Items) == 1 && list.Items[0].ResourceVersion == changed.ResourceVersion, "listed %v", list.Items); err != nil {
		return err
	}
	precondition := metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &changed.UID}}
	if err := maps.Delete(ctx, "typed", precondition); err != nil {
		return err
	}
	_, err = maps.Get(ctx, "typed", metav1.GetOptions{})
	return require(apierrors.IsNotFound(err), "found after deletion: %v", err)
}

func applyTyped(ctx context.Context, c *clients) error {
	deployments := c.kube.AppsV1().Deployments(namespace)
	options := metav1.ApplyOptions{FieldManager: "one", Force: true}
	labels := map[string]string{"app": "applied"}
	wanted := applyappsv1.Deployment("applied", namespace).WithSpec(applyappsv1.DeploymentSpec().
		WithReplicas(2).
		WithSelector(applymetav1.LabelSelector().WithMatchLabels(labels)).
		WithTemplate(applycorev1.PodTemplateSpec().WithLabels(labels).WithSpec(applycorev1.PodSpec().
			WithContainers(applycorev1.Container().WithName("main").WithImage("example.com/main:1")))))
	if _, err := deployments.Apply(ctx, wanted, options); err != nil {
		return err
	}
	scaled := applyappsv1.Deployment("applied", namespace).WithSpec(applyappsv1.DeploymentSpec().WithReplicas(3))
	_, err := deployments.Apply(ctx, scaled, metav1.ApplyOptions{FieldManager: "two"})
	if !apierrors.IsConflict(err) {
		return fmt.Errorf("no conflict: %w", err)
	}
	live, err := deployments.Get(ctx, "applied", metav1.GetOptions{})
	if err != nil {
		return err
	}
	extracted, err := applyappsv1.ExtractDeployment(live, "one")
	if err != nil {
		return err
	}
	if err := require(*extracted.Spec.Replicas == 2, "extracted %v", extracted.Spec.Replicas); err != nil {
		return err
	}
	return until(ctx, "two replicas", func() (bool, error) {
		live, err := deployments.Get(ctx, "applied", metav1.GetOptions{})
		return err == nil && live.Status.ReadyReplicas == 2, err
	})
}

func patchObjects(ctx context.Context, c *clients) error {
	maps := c.kube.CoreV1().ConfigMaps(namespace)
	if _, err := maps.Create(ctx, configMap("patched"), metav1.CreateOptions{}); err != nil {
		return err
	}
	patches := map[types.PatchType]string{
		types.JSONPatchType:           `[{"op":"add","path":"/data/json","value":"1"}]`,
		types.MergePatchType:          `{"data":{"merge":"2"}}`,
		types.StrategicMergePatchType: `{"data":{"strategic":"3"}}`,
	}
	for kind, patch := range patches {
		if _, err := maps.Patch(ctx, "patched", kind, []byte(patch), metav1.PatchOptions{}); err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
	}
	found, err := maps.Get(ctx, "patched", metav1.GetOptions{})
	if err != nil {
		return err
	}
	return require(len(found.Data) == 4, "data %v", found.Data)
}

func retryConflicts(ctx context.Context, c *clients) error {
	maps := c.kube.CoreV1().ConfigMaps(namespace)
	if _, err := maps.Create(ctx, configMap("contended"), metav1.CreateOptions{}); err != nil {
		return err
	}
	conflicts := 0
	err := retry.RetryOnConflict(retry.DefaultRetry, func() error {
		found, err := maps.Get(ctx, "contended", metav1.GetOptions{})
		if err != nil {
			return err
		}
		if conflicts == 0 {
			other := found.DeepCopy()
			other.Data["other"] = "x"
			if _, err := maps.Update(ctx, other, metav1.UpdateOptions{}); err != nil {
				return err
			}
		}
		found.Data["mine"] = "x"
		_, err = maps.Update(ctx, found, metav1.UpdateOptions{})
		if apierrors.IsConflict(err) {
			conflicts++
		}
		return err
	})
	if err != nil {
		return err
	}
	return require(conflicts == 1, "%d conflicts", conflicts)
}

func readPages(ctx context.Context, c *clients) error {
	maps := c.kube.CoreV1().ConfigMaps(namespace)
	for n := range 7 {
		if _, err := maps.Create(ctx, configMap(fmt.Sprintf("page-%d", n)), metav1.CreateOptions{}); err != nil {
			return err
		}
	}
	pages, seen := 0, 0
	reader := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		pages++
		return maps.List(ctx, options)
	})
	reader.PageSize = 3
	err := reader.EachListItem(ctx, metav1.ListOptions{}, func(runtime.Object) error {
		seen++
		return nil
	})
	if err != nil {
		return err
	}
	return require(pages >= 3 && seen >= 7, "%d pages of %d objects", pages, seen)
}

func recogniseErrors(ctx context.Context, c *clients) error {
	maps := c.kube.CoreV1().ConfigMaps(namespace)
	_, notFound := maps.Get(ctx, "nothing", metav1.GetOptions{})
	if _, err := maps.Create(ctx, configMap("twice"), metav1.CreateOptions{}); err != nil {
		return err
	}
	_, exists := maps.Create(ctx, configMap("twice"), metav1.CreateOptions{})
	_, invalid := maps.Create(ctx, configMap("Not_A_Name"), metav1.CreateOptions{})
	_, gone := maps.List(ctx, metav1.ListOptions{Continue: "nonsense"})
	anonymous := rest.AnonymousClientConfig(c.config)
	stranger, err := kubernetes.NewForConfig(anonymous)
	if err != nil {
		return err
	}
	_, forbidden := stranger.CoreV1().Secrets(namespace).List(ctx, metav1.ListOptions{})
	anonymous.BearerToken = "nobody's"
	nobody, err := kubernetes.NewForConfig(anonymous)
	if err != nil {
		return err
	}
	_, unauthorized := nobody.CoreV1().Secrets(namespace).List(ctx, metav1.ListOptions{})
	return errors.Join(
		require(apierrors.IsNotFound(notFound), "not found: %v", notFound),
		require(apierrors.IsAlreadyExists(exists), "already exists: %v", exists),
		require(apierrors.IsInvalid(invalid), "invalid: %v", invalid),
		require(apierrors.IsBadRequest(gone), "continue: %v", gone),
		require(apierrors.IsForbidden(forbidden), "forbidden: %v", forbidden),
		require(apierrors.IsUnauthorized(unauthorized), "unauthorized: %v", unauthorized),
	)
}

func scaleAndEvict(ctx context.Context, c *clients) error {
	deployments := c.kube.AppsV1().Deployments(namespace)
	scale, err := deployments.GetScale(ctx, "applied", metav1.GetOptions{})
	if err != nil {
		return err
	}
	scale.Spec.Replicas = 1
	if _, err := deployments.UpdateScale(ctx, "applied", scale, metav1.UpdateOptions{}); err != nil {
		return err
	}
	pods := c.kube.CoreV1().Pods(namespace)
	var only corev1.Pod
	err = until(ctx, "one pod", func() (bool, error) {
		list, err := pods.List(ctx, metav1.ListOptions{LabelSelector: "app=applied"})
		if err != nil || len(list.Items) != 1 || list.Items[0].DeletionTimestamp != nil {
			return false, err
		}
		only = list.Items[0]
		return true, nil
	})
	if err != nil {
		return err
	}
	eviction := &policyv1.Eviction{ObjectMeta: metav1.ObjectMeta{Name: only.Name, Namespace: namespace}}
	if err := pods.EvictV1(ctx, eviction); err != nil {
		return err
	}
	return until(ctx, "another pod", func() (bool, error) {
		var live *appsv1.Deployment
		live, err := deployments.Get(ctx, "applied", metav1.GetOptions{})
		if err != nil || live.Status.ReadyReplicas != 1 {
			return false, err
		}
		_, err = pods.Get(ctx, only.Name, metav1.GetOptions{})
		return apierrors.IsNotFound(err), nil
	})
}

func configMap(name string) *corev1.ConfigMap {
	return &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace, Labels: map[string]string{"made": name}},
		Data:       map[string]string{"a": "b"},
	}
}
