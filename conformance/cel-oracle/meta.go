package main

import (
	"errors"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

var errBroken = errors.New("the authorizer is broken")

func metaResource(resource schema.GroupVersionResource) metav1.GroupVersionResource {
	return metav1.GroupVersionResource(resource)
}

func metaKind(kind schema.GroupVersionKind) metav1.GroupVersionKind {
	return metav1.GroupVersionKind(kind)
}
