package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
	toolswatch "k8s.io/client-go/tools/watch"
)

// counts of what an informer told.
type counts struct{ added, updated, deleted atomic.Int32 }

func (c *counts) handler() cache.ResourceEventHandlerFuncs {
	return cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { c.added.Add(1) },
		UpdateFunc: func(any, any) { c.updated.Add(1) },
		DeleteFunc: func(any) { c.deleted.Add(1) },
	}
}

func (c *counts) are(added, updated, deleted int32) func() (bool, error) {
	return func() (bool, error) {
		return c.added.Load() == added && c.updated.Load() >= updated && c.deleted.Load() == deleted, nil
	}
}

func followWithInformers(ctx context.Context, c *clients) error {
	only := informers.WithTweakListOptions(func(options *metav1.ListOptions) { options.LabelSelector = "made=followed" })
	factory := informers.NewSharedInformerFactoryWithOptions(c.kube, time.Minute, informers.WithNamespace(namespace), only)
	informer := factory.Core().V1().ConfigMaps()
	var seen counts
	if _, err := informer.Informer().AddEventHandler(seen.handler()); err != nil {
		return err
	}
	factory.Start(ctx.Done())
	for kind, synced := range factory.WaitForCacheSync(ctx.Done()) {
		if !synced {
			return fmt.Errorf("%v is not synced", kind)
		}
	}
	if err := makeChangeDelete(ctx, c, "followed"); err != nil {
		return err
	}
	if err := until(ctx, "events", seen.are(1, 1, 1)); err != nil {
		return err
	}
	left, err := informer.Lister().ConfigMaps(namespace).List(labels.Everything())
	if err != nil {
		return err
	}
	return require(len(left) == 0, "%d left", len(left))
}

func makeChangeDelete(ctx context.Context, c *clients, name string) error {
	maps := c.kube.CoreV1().ConfigMaps(namespace)
	made, err := maps.Create(ctx, configMap(name), metav1.CreateOptions{})
	if err != nil {
		return err
	}
	made.Data["more"] = "x"
	if _, err := maps.Update(ctx, made, metav1.UpdateOptions{}); err != nil {
		return err
	}
	return maps.Delete(ctx, name, metav1.DeleteOptions{})
}

func followByWatchList(ctx context.Context, c *clients) error {
	yes := true
	options := metav1.ListOptions{
		SendInitialEvents:    &yes,
		AllowWatchBookmarks:  true,
		ResourceVersionMatch: metav1.ResourceVersionMatchNotOlderThan,
	}
	stream, err := c.kube.CoreV1().Namespaces().Watch(ctx, options)
	if err != nil {
		return err
	}
	defer stream.Stop()
	added := 0
	for event := range stream.ResultChan() {
		object, ok := event.Object.(*corev1.Namespace)
		if !ok {
			return fmt.Errorf("%v of %T", event.Type, event.Object)
		}
		if event.Type == watch.Added {
			added++
		}
		if event.Type == watch.Bookmark && object.Annotations[metav1.InitialEventsAnnotationKey] == "true" {
			return require(added >= 4, "%d namespaces", added)
		}
	}
	return fmt.Errorf("the watch ended")
}

func followMetadata(ctx context.Context, c *clients) error {
	client, err := metadata.NewForConfig(c.config)
	if err != nil {
		return err
	}
	factory := metadatainformer.NewSharedInformerFactory(client, time.Minute)
	informer := factory.ForResource(schema.GroupVersionResource{Version: "v1", Resource: "configmaps"})
	var seen counts
	if _, err := informer.Informer().AddEventHandler(seen.handler()); err != nil {
		return err
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	before := seen.added.Load()
	if err := makeChangeDelete(ctx, c, "metadata"); err != nil {
		return err
	}
	return until(ctx, "events", func() (bool, error) {
		return seen.added.Load() > before && seen.deleted.Load() > 0, nil
	})
}

func useDynamicClient(ctx context.Context, c *clients) error {
	mapping, err := c.mapper.RESTMapping(schema.GroupKind{Group: "networking.k8s.io", Kind: "Ingress"}, "v1")
	if err != nil {
		return err
	}
	object := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "networking.k8s.io/v1",
		"kind":       "Ingress",
		"metadata":   map[string]any{"name": "dynamic"},
		"spec": map[string]any{"defaultBackend": map[string]any{"service": map[string]any{
			"name": "web", "port": map[string]any{"number": int64(80)},
		}}},
	}}
	client := c.dynamic.Resource(mapping.Resource).Namespace(namespace)
	if _, err := client.Apply(ctx, "dynamic", object, metav1.ApplyOptions{FieldManager: "dynamic"}); err != nil {
		return err
	}
	found, err := client.Get(ctx, "dynamic", metav1.GetOptions{})
	if err != nil {
		return err
	}
	port, _, err := unstructured.NestedInt64(found.Object, "spec", "defaultBackend", "service", "port", "number")
	if err != nil {
		return err
	}
	return require(port == 80, "port %d", port)
}

var gauges = schema.GroupVersionResource{Group: "clients.example.com", Version: "v1", Resource: "gauges"}

func followCustomResources(ctx context.Context, c *clients) error {
	if err := defineGauges(ctx, c); err != nil {
		return err
	}
	factory := dynamicinformer.NewFilteredDynamicSharedInformerFactory(c.dynamic, time.Minute, namespace, nil)
	var seen counts
	if _, err := factory.ForResource(gauges).Informer().AddEventHandler(seen.handler()); err != nil {
		return err
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	client := c.dynamic.Resource(gauges).Namespace(namespace)
	object := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "clients.example.com/v1",
		"kind":       "Gauge",
		"metadata":   map[string]any{"generateName": "gauge-"},
		"spec":       map[string]any{"level": int64(3)},
	}}
	made, err := client.Create(ctx, object, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	if err := unstructured.SetNestedField(made.Object, "high", "status", "phase"); err != nil {
		return err
	}
	if _, err := client.UpdateStatus(ctx, made, metav1.UpdateOptions{}); err != nil {
		return err
	}
	if err := client.DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{}); err != nil {
		return err
	}
	return until(ctx, "events", seen.are(1, 1, 1))
}

func defineGauges(ctx context.Context, c *clients) error {
	object := apiextensionsv1.JSONSchemaProps{Type: "object"}
	spec, status := object, object
	spec.Properties = map[string]apiextensionsv1.JSONSchemaProps{"level": {Type: "integer"}}
	status.Properties = map[string]apiextensionsv1.JSONSchemaProps{"phase": {Type: "string"}}
	object.Properties = map[string]apiextensionsv1.JSONSchemaProps{"spec": spec, "status": status}
	definition := &apiextensionsv1.CustomResourceDefinition{
		ObjectMeta: metav1.ObjectMeta{Name: "gauges.clients.example.com"},
		Spec: apiextensionsv1.CustomResourceDefinitionSpec{
			Group: "clients.example.com",
			Scope: apiextensionsv1.NamespaceScoped,
			Names: apiextensionsv1.CustomResourceDefinitionNames{Plural: "gauges", Singular: "gauge", Kind: "Gauge", ListKind: "GaugeList"},
			Versions: []apiextensionsv1.CustomResourceDefinitionVersion{{
				Name: "v1", Served: true, Storage: true,
				Schema:       &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &object},
				Subresources: &apiextensionsv1.CustomResourceSubresources{Status: &apiextensionsv1.CustomResourceSubresourceStatus{}},
			}},
		},
	}
	definitions := c.crds.ApiextensionsV1().CustomResourceDefinitions()
	if _, err := definitions.Create(ctx, definition, metav1.CreateOptions{}); err != nil {
		return err
	}
	err := until(ctx, "established", func() (bool, error) {
		found, err := definitions.Get(ctx, definition.Name, metav1.GetOptions{})
		if err != nil {
			return false, err
		}
		for _, condition := range found.Status.Conditions {
			if condition.Type == apiextensionsv1.Established && condition.Status == apiextensionsv1.ConditionTrue {
				return true, nil
			}
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	c.mapper.Reset()
	mapping, err := c.mapper.RESTMapping(schema.GroupKind{Group: gauges.Group, Kind: "Gauge"})
	if err != nil {
		return err
	}
	return require(mapping.Resource == gauges, "mapped to %v", mapping.Resource)
}

func resumeWatch(ctx context.Context, c *clients) error {
	maps := c.kube.CoreV1().ConfigMaps(namespace)
	list, err := maps.List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	selection := &cache.ListWatch{WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
		seconds := int64(1) // The server ends it; the watcher resumes.
		options.TimeoutSeconds = &seconds
		return maps.Watch(ctx, options)
	}}
	watcher, err := toolswatch.NewRetryWatcherWithContext(ctx, list.ResourceVersion, selection)
	if err != nil {
		return err
	}
	defer watcher.Stop()
	for n := range 3 {
		name := fmt.Sprintf("resumed-%d", n)
		if _, err := maps.Create(ctx, configMap(name), metav1.CreateOptions{}); err != nil {
			return err
		}
		if err := nextIs(ctx, watcher, name); err != nil {
			return err
		}
		time.Sleep(1200 * time.Millisecond)
	}
	return nil
}

func nextIs(ctx context.Context, watcher *toolswatch.RetryWatcher, name string) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case event := <-watcher.ResultChan():
			object, ok := event.Object.(*corev1.ConfigMap)
			if !ok {
				return fmt.Errorf("%v of %T", event.Type, event.Object)
			}
			if event.Type == watch.Added && object.Name == name {
				return nil
			}
		}
	}
}
