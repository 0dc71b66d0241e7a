// Command internals prints, as JSON, the types by which the API server thinks of the built-in kinds, as its error texts write them.
// Per type its fields in the order they are written, each as "KEY:PATH:TYPE". KEY is what JSON calls the field, with a question mark
// where an empty one is left out. PATH is the field of the API's stable version that it comes from: nothing where that is KEY beginning
// with a small letter, "-" where there is none, with "^" before it one of the object around, with dots one inside. TYPE is the name of a struct of the table
// or a letter (b boolean, n number, s text, y bytes, t time, q amount, i number or text, r anything), after "[]" for a list,
// "{}" for a map, "*" for a pointer and "&" for a pointer that is never nil.
package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/install"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	core "k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/controlplane"
)

// letters are for types that JSON writes in a way of their own.
var letters = map[reflect.Type]string{
	reflect.TypeFor[metav1.Time]():          "t",
	reflect.TypeFor[metav1.MicroTime]():     "t",
	reflect.TypeFor[metav1.Duration]():      "r",
	reflect.TypeFor[resource.Quantity]():    "q",
	reflect.TypeFor[intstr.IntOrString]():   "i",
	reflect.TypeFor[runtime.RawExtension](): "r",
	reflect.TypeFor[metav1.FieldsV1]():      "r",
}

// around are the fields that the API has in the object around.
var around = map[string]string{
	"core.PodSecurityContext.HostNetwork":           "hostNetwork",
	"core.PodSecurityContext.HostPID":               "hostPID",
	"core.PodSecurityContext.HostIPC":               "hostIPC",
	"core.PodSecurityContext.HostUsers":             "hostUsers",
	"core.PodSecurityContext.ShareProcessNamespace": "shareProcessNamespace",
}

// neverNil are pointers that the conversion from the API always sets.
var neverNil = map[string]bool{"core.PodSpec.SecurityContext": true}

// unknown are fields of which the stable version of the API has no part.
var unknown = map[string]bool{
	"apiextensions.CustomResourceConversion.ConversionReviewVersions":     true,
	"apiextensions.CustomResourceConversion.WebhookClientConfig":          true,
	"apiextensions.CustomResourceDefinitionSpec.AdditionalPrinterColumns": true,
	"apiextensions.CustomResourceDefinitionSpec.SelectableFields":         true,
	"apiextensions.CustomResourceDefinitionSpec.Subresources":             true,
	"apiextensions.CustomResourceDefinitionSpec.Validation":               true,
	"apiextensions.CustomResourceDefinitionSpec.Version":                  true,
	"apps.DaemonSetSpec.TemplateGeneration":                               true,
	"apps.DeploymentSpec.RollbackTo":                                      true,
}

type walker struct {
	types map[string][]string
	seen  map[string]reflect.Type
}

func main() {
	scheme := legacyscheme.Scheme
	apiextensions.Install(scheme)
	apiregistration.Install(scheme)
	w := walker{types: map[string][]string{}, seen: map[string]reflect.Type{}}
	known := scheme.AllKnownTypes()
	for _, gvk := range slices.SortedFunc(maps.Keys(known), func(a, b schema.GroupVersionKind) int { return strings.Compare(a.String(), b.String()) }) {
		isKind := gvk.Version == runtime.APIVersionInternal && gvk.Group != "events.k8s.io" && !strings.HasSuffix(gvk.Kind, "List") && !strings.HasSuffix(gvk.Kind, "Options")
		for _, version := range []string{"v2", "v1"} {
			external, served := known[schema.GroupVersionKind{Group: gvk.Group, Version: version, Kind: gvk.Kind}]
			if isKind && served {
				// Errors show parts of objects, never a whole one.
				w.fields(known[gvk].String(), known[gvk], external)
				break
			}
		}
	}
	// Of volumes errors show what is embedded in their specs.
	w.structure(reflect.TypeFor[core.PersistentVolumeSource](), reflect.TypeFor[corev1.PersistentVolumeSource]())
	_ = json.NewEncoder(os.Stdout).Encode(w.types)
}

// visit takes a type of the server's own and the API's counterpart, and gives the type as fields show it.
func (w *walker) visit(internal, external reflect.Type) string {
	if letter, known := letters[internal]; known {
		return letter
	}
	switch internal.Kind() {
	case reflect.Pointer:
		return "*" + w.visit(internal.Elem(), inner(external, reflect.Pointer))
	case reflect.Slice:
		if internal.Elem().Kind() == reflect.Uint8 {
			return "y"
		}
		return "[]" + w.visit(internal.Elem(), inner(external, reflect.Slice))
	case reflect.Map:
		return "{}" + w.visit(internal.Elem(), inner(external, reflect.Map))
	case reflect.Struct:
		return w.structure(internal, external)
	case reflect.String:
		return "s"
	case reflect.Bool:
		return "b"
	case reflect.Interface:
		return "r"
	default:
		return "n"
	}
}

func inner(external reflect.Type, kind reflect.Kind) reflect.Type {
	if kind != reflect.Pointer {
		external = bare(external)
	}
	if external.Kind() != kind {
		return external
	}
	return external.Elem()
}

func bare(external reflect.Type) reflect.Type {
	for external != nil && external.Kind() == reflect.Pointer {
		external = external.Elem()
	}
	return external
}

func (w *walker) structure(internal, external reflect.Type) string {
	name := internal.String()
	external = bare(external)
	if known, isSeen := w.seen[name]; isSeen {
		if known != internal {
			panic(fmt.Sprintf("two types are called %s: %s %s", name, known.PkgPath(), internal.PkgPath()))
		}
		return name
	}
	if external == nil || external.Kind() != reflect.Struct {
		panic(fmt.Sprintf("there is no counterpart of %s but %v", name, external))
	}
	w.seen[name] = internal
	w.types[name] = w.fields(name, internal, external)
	return name
}

func (w *walker) fields(owner string, internal, external reflect.Type) []string {
	fields := []string{}
	for index := range internal.NumField() {
		field := internal.Field(index)
		tag := strings.Split(field.Tag.Get("json"), ",")
		if !field.IsExported() || tag[0] == "-" {
			continue
		}
		if field.Anonymous && tag[0] == "" {
			fields = append(fields, w.embedded(owner, field, external)...)
			continue
		}
		key := field.Name
		if tag[0] != "" {
			key = tag[0]
		}
		path, fieldType := w.source(owner+"."+field.Name, field, external)
		if path == strings.ToLower(key[:1])+key[1:] {
			path = ""
		}
		if contains(tag, "omitempty") || contains(tag, "omitzero") {
			key += "?"
		}
		fields = append(fields, key+":"+path+":"+fieldType)
	}
	return fields
}

// embedded are the fields of a struct that JSON writes into the one around it, from the API's same struct or from the one around it.
func (w *walker) embedded(owner string, field reflect.StructField, external reflect.Type) []string {
	same, found := external.FieldByName(field.Name)
	if !found {
		return w.fields(owner, field.Type, external)
	}
	if !same.Anonymous {
		panic(fmt.Sprintf("%s is embedded in %s but not in %s", field.Name, owner, external))
	}
	fields := w.fields(owner, field.Type, same.Type)
	outer := strings.Split(same.Tag.Get("json"), ",")[0]
	if outer == "" {
		return fields
	}
	for index, entry := range fields {
		parts := strings.SplitN(entry, ":", 3)
		inner := parts[1]
		if inner == "" {
			inner = strings.TrimSuffix(strings.ToLower(parts[0][:1])+parts[0][1:], "?")
		}
		fields[index] = parts[0] + ":" + outer + "." + inner + ":" + parts[2]
	}
	return fields
}

// source is where a field comes from, and its type.
func (w *walker) source(name string, field reflect.StructField, external reflect.Type) (path, fieldType string) {
	if outer, isAround := around[name]; isAround {
		return "^" + outer, w.visit(field.Type, field.Type)
	}
	if unknown[name] {
		return "-", "*r"
	}
	counterpart, found := external.FieldByNameFunc(func(other string) bool { return strings.EqualFold(other, field.Name) })
	if !found {
		panic(fmt.Sprintf("there is no counterpart of %s in %s", name, external))
	}
	fieldType = w.visit(field.Type, counterpart.Type)
	if neverNil[name] {
		fieldType = "&" + strings.TrimPrefix(fieldType, "*")
	}
	return strings.Split(counterpart.Tag.Get("json"), ",")[0], fieldType
}

func contains(list []string, wanted string) bool {
	for _, item := range list {
		if item == wanted {
			return true
		}
	}
	return false
}
