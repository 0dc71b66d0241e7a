package main

import (
	"context"
	"encoding/json"

	"github.com/google/cel-go/cel"

	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/cel/environment"
)

// accessor is an expression of a policy.
type accessor struct {
	name, text string
	types      []*cel.Type
}

func (a accessor) GetName() string          { return a.name }
func (a accessor) GetExpression() string    { return a.text }
func (a accessor) ReturnTypes() []*cel.Type { return a.types }

var outputs = map[string][]*cel.Type{
	"bool":           {cel.BoolType},
	"string":         {cel.StringType},
	"string or null": {cel.StringType, cel.NullType},
	"object":         {cel.ObjectType("Object")},
	"patch":          {cel.ListType(cel.ObjectType("JSONPatch"))},
	"any":            {cel.AnyType},
}

type admissionAnswer struct {
	Problem string  `json:"problem,omitempty"`
	Failure string  `json:"failure,omitempty"`
	Error   string  `json:"error,omitempty"`
	Result  *string `json:"result,omitempty"`
	Spent   int64   `json:"spent"`
}

func answerAdmission(c testCase) admissionAnswer {
	compiler, err := plugincel.NewCompositedCompiler(environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion()))
	if err != nil {
		panic(err)
	}
	patching := c.Output == "object" || c.Output == "patch"
	declarations := plugincel.OptionalVariableDeclarations{HasParams: true, HasAuthorizer: true}
	for _, named := range c.Named {
		compiler.CompileAndStoreVariable(accessor{named.Name, named.Expression, outputs["any"]}, declarations, environment.StoredExpressions)
	}
	declarations.HasPatchTypes = patching
	expression := accessor{"", c.Expression, outputs[c.Output]}
	compiled := compiler.CompileCELExpression(expression, declarations, environment.StoredExpressions)
	if compiled.Error != nil {
		return admissionAnswer{Problem: compiled.Error.Detail}
	}
	attributes, request := input(c)
	bindings := plugincel.OptionalVariableBindings{VersionedParams: object(c.Schema), Authorizer: decide{}}
	namespace := &corev1.Namespace{}
	namespace.Name = "ns"
	namespace.Labels = map[string]string{"team": "a"}
	condition := compiler.CompileCondition([]plugincel.ExpressionAccessor{expression}, declarations, environment.StoredExpressions)
	if patching {
		evaluator := compiler.CompileMutatingEvaluator(expression, declarations, environment.StoredExpressions)
		result, left, err := evaluator.ForInput(context.Background(), attributes, request, bindings, namespace, celconfig.RuntimeCELCostBudget)
		return describeResult(result, left, err)
	}
	results, left, err := condition.ForInput(context.Background(), attributes, request, bindings, plugincel.CreateNamespaceObject(namespace), celconfig.RuntimeCELCostBudget)
	if len(results) == 0 {
		return describeResult(plugincel.EvaluationResult{}, left, err)
	}
	return describeResult(results[0], left, err)
}

func describeResult(result plugincel.EvaluationResult, left int64, failure error) admissionAnswer {
	answer := admissionAnswer{Spent: celconfig.RuntimeCELCostBudget - left}
	if failure != nil {
		answer.Failure = failure.Error()
	}
	if result.Error != nil {
		answer.Error = result.Error.Error()
	}
	if result.EvalResult != nil {
		answer.Result = textOf(render(result.EvalResult, 0))
	}
	return answer
}

func input(c testCase) (*admission.VersionedAttributes, *admissionv1.AdmissionRequest) {
	kind := schema.GroupVersionKind{Group: "example.com", Version: "v1", Kind: "Thing"}
	resource := schema.GroupVersionResource{Group: "example.com", Version: "v1", Resource: "things"}
	requester := &user.DefaultInfo{Name: "jane", UID: "u-1", Groups: []string{"dev", "system:authenticated"}, Extra: map[string][]string{"scope": {"all"}}}
	now, old := object(c.Object), object(c.OldObject)
	operation := admission.Create
	if old != nil {
		operation = admission.Update
	}
	attributes := admission.NewAttributesRecord(now, old, kind, "ns", "thing-1", resource, "", operation, nil, false, requester)
	versioned := &admission.VersionedAttributes{Attributes: attributes, VersionedKind: kind, VersionedObject: now, VersionedOldObject: old}
	request := plugincel.CreateAdmissionRequest(attributes, metaResource(resource), metaKind(kind))
	return versioned, request
}

func object(data json.RawMessage) runtime.Object {
	fields, ok := decode(data).(map[string]any)
	if !ok {
		return nil
	}
	return &unstructured.Unstructured{Object: fields}
}

// decide allows what names "allowed" resources, fails for "broken" ones and has no opinion on the rest.
type decide struct{}

func (decide) Authorize(_ context.Context, asked authorizer.Attributes) (authorizer.Decision, string, error) {
	switch asked.GetName() {
	case "allowed":
		return authorizer.DecisionAllow, "because " + asked.GetVerb(), nil
	case "broken":
		return authorizer.DecisionNoOpinion, "", errBroken
	case "denied":
		return authorizer.DecisionDeny, "no", nil
	default:
		return authorizer.DecisionNoOpinion, "", nil
	}
}
