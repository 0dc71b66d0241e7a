// Command shapes prints, as JSON, how the Go types of the built-in kinds write their fields: what OpenAPI does not say.
// Per type (by its OpenAPI name) its JSON field names in the order they are written, each followed by a colon and a class:
// none: left out when empty, "p" pointer left out when nil, "n" pointer always written (nil as null), "k" always written
// (a nil list or map as null),
// "s" struct always written, "z" struct left out when zero; and by a second colon and the field's number in protobuf.
// Fields with a type of a name of its own that is no struct have it as a fourth part, and those of embedded structs the names of
// these, joined by dots, as a fifth: error texts show both. "@TYPE:NUMBER" names a type whose fields JSON writes into this one while protobuf nests it.
package main

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

func main() {
	_ = apiextensions.AddToScheme(scheme.Scheme)
	_ = apiregistration.AddToScheme(scheme.Scheme)
	shapes := map[string]*[]string{}
	for gvk, goType := range scheme.Scheme.AllKnownTypes() {
		if strings.Contains(gvk.Version, "alpha") || strings.Contains(gvk.Version, "beta") || gvk.Version == runtime.APIVersionInternal {
			continue
		}
		visit(goType, shapes)
	}
	_ = json.NewEncoder(os.Stdout).Encode(shapes)
}

func visit(goType reflect.Type, shapes map[string]*[]string) {
	for goType.Kind() == reflect.Pointer || goType.Kind() == reflect.Slice || goType.Kind() == reflect.Map {
		goType = goType.Elem()
	}
	if goType.Kind() != reflect.Struct {
		return
	}
	name := openapiName(goType)
	if _, seen := shapes[name]; seen {
		return
	}
	shape := &[]string{}
	shapes[name] = shape
	fieldsOf(goType, "", shape, shapes)
}

func fieldsOf(goType reflect.Type, embedded string, shape *[]string, shapes map[string]*[]string) {
	for index := range goType.NumField() {
		field := goType.Field(index)
		tag := strings.Split(field.Tag.Get("json"), ",")
		if !field.IsExported() {
			continue
		}
		if tag[0] == "" && (field.Anonymous || contains(tag, "inline")) {
			if field.Type.Kind() == reflect.Struct {
				if number := protobufNumber(field); number != "" {
					*shape = append(*shape, "@"+openapiName(field.Type)+":"+number)
				}
				visit(field.Type, shapes)
				fieldsOf(field.Type, strings.TrimPrefix(embedded+"."+field.Name, "."), shape, shapes)
			}
			continue
		}
		if tag[0] == "-" || tag[0] == "" {
			continue
		}
		entry := tag[0] + ":" + classOf(field.Type, tag) + ":" + protobufNumber(field) + ":" + ownName(field.Type) + ":" + embedded
		for strings.Count(entry, ":") > 2 && strings.HasSuffix(entry, ":") {
			entry = strings.TrimSuffix(entry, ":")
		}
		*shape = append(*shape, entry)
		visit(field.Type, shapes)
	}
}

func classOf(fieldType reflect.Type, tag []string) string {
	omitEmpty, omitZero := contains(tag, "omitempty"), contains(tag, "omitzero")
	switch {
	case fieldType.Kind() == reflect.Struct && omitZero:
		return "z"
	case fieldType.Kind() == reflect.Struct:
		return "s"
	case !omitEmpty && !omitZero && fieldType.Kind() == reflect.Pointer:
		return "n"
	case !omitEmpty && !omitZero:
		return "k"
	case fieldType.Kind() == reflect.Pointer:
		return "p"
	default:
		return ""
	}
}

// ownName is the type as error texts show it, where its kind alone does not say it.
func ownName(fieldType reflect.Type) string {
	for fieldType.Kind() == reflect.Pointer {
		fieldType = fieldType.Elem()
	}
	inner := fieldType
	for inner.Name() == "" && (inner.Kind() == reflect.Slice || inner.Kind() == reflect.Map || inner.Kind() == reflect.Pointer) {
		if inner.Kind() == reflect.Map && inner.Key().PkgPath() != "" {
			return fieldType.String()
		}
		inner = inner.Elem()
	}
	if inner.PkgPath() == "" || inner.Kind() == reflect.Struct {
		return ""
	}
	return fieldType.String()
}

func protobufNumber(field reflect.StructField) string {
	parts := strings.Split(field.Tag.Get("protobuf"), ",")
	if len(parts) < 2 {
		return ""
	}
	return parts[1]
}

func openapiName(goType reflect.Type) string {
	path := strings.Split(goType.PkgPath(), "/")
	domain := strings.Split(path[0], ".")
	for left, right := 0, len(domain)-1; left < right; left, right = left+1, right-1 {
		domain[left], domain[right] = domain[right], domain[left]
	}
	return strings.Join(append(append(domain, path[1:]...), goType.Name()), ".")
}

func contains(list []string, wanted string) bool {
	for _, item := range list {
		if item == wanted {
			return true
		}
	}
	return false
}
