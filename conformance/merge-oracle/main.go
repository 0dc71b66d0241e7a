// Answers scripts of server-side applies and updates with what Kubernetes' own field manager makes of them.
// One script a line on standard input, one answer a line on standard output; see fuzz.ts.
package main

import (
	"bufio"
	"encoding/json"
	"os"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/kube-openapi/pkg/validation/spec"
)

type operation struct {
	Op      string                 `json:"op"`
	Manager string                 `json:"manager"`
	Force   bool                   `json:"force"`
	Object  map[string]interface{} `json:"object"`
}

type script struct {
	Schema     json.RawMessage `json:"schema"`
	Operations []operation     `json:"operations"`
}

type answer struct {
	Object map[string]interface{} `json:"object,omitempty"`
	Error  string                 `json:"error,omitempty"`
}

type identity struct{}

func (identity) Convert(in, out, context interface{}) error { return nil }
func (identity) ConvertToVersion(in runtime.Object, gv runtime.GroupVersioner) (runtime.Object, error) {
	return in, nil
}
func (identity) ConvertFieldLabel(gvk schema.GroupVersionKind, label, value string) (string, string, error) {
	return label, value, nil
}
func (identity) Default(in runtime.Object) {}
func (identity) New(kind schema.GroupVersionKind) (runtime.Object, error) {
	object := &unstructured.Unstructured{Object: map[string]interface{}{}}
	object.SetGroupVersionKind(kind)
	return object, nil
}

var kind = schema.GroupVersionKind{Group: "example.com", Version: "v1", Kind: "Thing"}

func run(s script) ([]answer, error) {
	var model spec.Schema
	if err := json.Unmarshal(s.Schema, &model); err != nil {
		return nil, err
	}
	converter, err := managedfields.NewTypeConverter(map[string]*spec.Schema{"Thing": &model}, false)
	if err != nil {
		return nil, err
	}
	manager, err := managedfields.NewDefaultCRDFieldManager(converter, identity{}, identity{}, identity{}, kind, kind.GroupVersion(), "", nil)
	if err != nil {
		return nil, err
	}
	empty, _ := identity{}.New(kind)
	live := empty
	answers := []answer{}
	for _, op := range s.Operations {
		request := &unstructured.Unstructured{Object: op.Object}
		var next runtime.Object
		if op.Op == "apply" {
			next, err = manager.Apply(live, request, op.Manager, op.Force)
		} else {
			next, err = manager.Update(live, request, op.Manager)
		}
		if err != nil {
			answers = append(answers, answer{Error: err.Error()})
			continue
		}
		object := next.(*unstructured.Unstructured)
		object.SetUID("u")
		stripTimes(object)
		live = object
		answers = append(answers, answer{Object: object.DeepCopy().Object})
	}
	return answers, nil
}

func stripTimes(object *unstructured.Unstructured) {
	entries := object.GetManagedFields()
	for i := range entries {
		entries[i].Time = &metav1.Time{}
		entries[i].Time = nil
	}
	object.SetManagedFields(entries)
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<26)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for lines.Scan() {
		var s script
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			encoder.Encode([]answer{{Error: "bad script: " + err.Error()}})
			continue
		}
		answers, err := run(s)
		if err != nil {
			answers = []answer{{Error: "bad schema: " + err.Error()}}
		}
		encoder.Encode(answers)
	}
}
