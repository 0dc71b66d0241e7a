// Command spew prints, as JSON, the Go types that a pod template is made of, as the hash of a template looks at them: "structs"
// has per type its fields in order, "NAME:JSONNAME:TYPE" (without a JSON name where JSON writes the fields of the inner type into
// the outer one), "scalars" the kind of each scalar,
// "named" what is behind the name of a map.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

type tables struct {
	Structs map[string][]string `json:"structs"`
	Scalars map[string]string   `json:"scalars"`
	Named   map[string]string   `json:"named"`
}

func main() {
	result := tables{Structs: map[string][]string{}, Scalars: map[string]string{}, Named: map[string]string{}}
	visit(reflect.TypeFor[corev1.PodTemplateSpec](), &result, map[string]reflect.Type{})
	_ = json.NewEncoder(os.Stdout).Encode(result)
}

// leaves are written by the hash in a way of their own.
var leaves = []reflect.Type{
	reflect.TypeFor[metav1.Time](), reflect.TypeFor[resource.Quantity](), reflect.TypeFor[intstr.IntOrString](), reflect.TypeFor[metav1.FieldsV1](),
}

func visit(goType reflect.Type, result *tables, seen map[string]reflect.Type) {
	if goType.Kind() == reflect.Map && goType.Name() != "" {
		result.Named[goType.String()] = fmt.Sprintf("map[%s]%s", goType.Key(), goType.Elem())
	}
	for goType.Kind() == reflect.Pointer || goType.Kind() == reflect.Slice || goType.Kind() == reflect.Map {
		goType = goType.Elem()
	}
	for _, leaf := range leaves {
		if goType == leaf {
			return
		}
	}
	name := goType.String()
	if known, isSeen := seen[name]; isSeen {
		if known != goType {
			panic(fmt.Sprintf("two types are called %s", name))
		}
		return
	}
	seen[name] = goType
	if goType.Kind() != reflect.Struct {
		result.Scalars[name] = goType.Kind().String()
		return
	}
	fields := []string{}
	for index := range goType.NumField() {
		field := goType.Field(index)
		jsonName := strings.Split(field.Tag.Get("json"), ",")[0]
		fields = append(fields, field.Name+":"+jsonName+":"+field.Type.String())
		visit(field.Type, result, seen)
	}
	result.Structs[name] = fields
}
