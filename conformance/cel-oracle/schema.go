package main

import (
	"context"
	"encoding/json"
	"sort"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	schemacel "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/model"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/cel/common"
	"k8s.io/apiserver/pkg/cel/environment"
)

// ruleAnswer is what is known about one rule on the schema before it is applied.
type ruleAnswer struct {
	Problem        string  `json:"problem,omitempty"`
	MessageProblem string  `json:"messageProblem,omitempty"`
	Cost           uint64  `json:"cost"`
	MessageCost    *uint64 `json:"messageCost,omitempty"`
	Occurrences    uint64  `json:"occurrences"`
	UsesOldSelf    bool    `json:"usesOldSelf"`
}

type schemaAnswer struct {
	Problem string       `json:"problem,omitempty"`
	Rules   []ruleAnswer `json:"rules"`
	Errors  []string     `json:"errors"`
	Budget  int64        `json:"spent"`
}

func answerSchema(c testCase) schemaAnswer {
	structural, err := readSchema(c.Schema)
	if err != nil {
		return schemaAnswer{Problem: err.Error()}
	}
	answer := schemaAnswer{Rules: []ruleAnswer{}, Errors: []string{}}
	env := environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion())
	declared := model.SchemaDeclType(structural, c.IsResource)
	results, err := schemacel.Compile(structural, declared, celconfig.PerCallLimit, env, schemacel.NewExpressionsEnvLoader())
	if err != nil {
		answer.Problem = err.Error()
	}
	for _, result := range results {
		answer.Rules = append(answer.Rules, describe(result))
	}
	validator := schemacel.NewValidator(structural, c.IsResource, celconfig.PerCallLimit)
	object, old := decode(c.Object), decode(c.OldObject)
	options := []schemacel.Option{}
	if old != nil {
		correlated := common.NewCorrelatedObject(object, old, &model.Structural{Structural: structural})
		options = append(options, schemacel.WithRatcheting(correlated))
	}
	errors, left := validator.Validate(context.Background(), nil, structural, object, old, celconfig.RuntimeCELCostBudget, options...)
	for _, err := range errors {
		answer.Errors = append(answer.Errors, err.Error())
	}
	// Fields of objects are visited in any order.
	sort.Strings(answer.Errors)
	answer.Budget = celconfig.RuntimeCELCostBudget - left
	return answer
}

func readSchema(data json.RawMessage) (*structuralschema.Structural, error) {
	var external apiextensionsv1.JSONSchemaProps
	if err := json.Unmarshal(data, &external); err != nil {
		return nil, err
	}
	var internal apiextensions.JSONSchemaProps
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(&external, &internal, nil); err != nil {
		return nil, err
	}
	return structuralschema.NewStructural(&internal)
}

func describe(result schemacel.CompilationResult) ruleAnswer {
	answer := ruleAnswer{Cost: result.MaxCost, Occurrences: result.MaxCardinality, UsesOldSelf: result.UsesOldSelf}
	if result.Error != nil {
		// What it would cost is not known then.
		return ruleAnswer{Problem: result.Error.Detail, UsesOldSelf: result.UsesOldSelf}
	}
	if result.MessageExpressionError != nil {
		answer.MessageProblem = result.MessageExpressionError.Detail
	}
	if result.MessageExpression != nil {
		answer.MessageCost = &result.MessageExpressionMaxCost
	}
	return answer
}

// answerDefinition lists what is wrong with a whole CustomResourceDefinition.
func answerDefinition(c testCase) []string {
	var external apiextensionsv1.CustomResourceDefinition
	if err := json.Unmarshal(c.Object, &external); err != nil {
		return []string{err.Error()}
	}
	apiextensionsv1.SetDefaults_CustomResourceDefinition(&external)
	apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&external.Spec)
	var internal apiextensions.CustomResourceDefinition
	if err := apiextensionsv1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(&external, &internal, nil); err != nil {
		return []string{err.Error()}
	}
	if len(internal.Status.StoredVersions) == 0 {
		internal.Status.StoredVersions = []string{internal.Spec.Versions[0].Name}
	}
	messages := []string{}
	for _, err := range validation.ValidateCustomResourceDefinition(context.Background(), &internal) {
		messages = append(messages, err.Error())
	}
	return messages
}
