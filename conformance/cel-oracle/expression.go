package main

import (
	"context"
	"fmt"
	"sort"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/checker"

	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/cel/environment"
	"k8s.io/apiserver/pkg/cel/library"
)

// expressionAnswer says in which stage an expression failed, or what it came to.
type expressionAnswer struct {
	Compile  *string `json:"compile,omitempty"`
	Program  *string `json:"program,omitempty"`
	Output   string  `json:"output,omitempty"`
	Type     string  `json:"type,omitempty"`
	Result   *string `json:"result,omitempty"`
	Error    *string `json:"error,omitempty"`
	Cost     *uint64 `json:"cost,omitempty"`
	Estimate *bounds `json:"estimate,omitempty"`
}

type bounds struct {
	Min uint64 `json:"min"`
	Max uint64 `json:"max"`
}

func baseEnvironment(variables map[string]any) *cel.Env {
	env, err := environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion()).Env(environment.StoredExpressions)
	if err != nil {
		panic(err)
	}
	var options []cel.EnvOption
	for name := range variables {
		options = append(options, cel.Variable(name, cel.DynType))
	}
	env, err = env.Extend(options...)
	if err != nil {
		panic(err)
	}
	return env
}

func answerExpression(c testCase) expressionAnswer {
	variables, _ := decode(c.Variables).(map[string]any)
	env := baseEnvironment(variables)
	ast, issues := env.Compile(c.Expression)
	if issues != nil {
		return expressionAnswer{Compile: textOf(issues.String())}
	}
	answer := expressionAnswer{Output: checker.FormatCELType(ast.OutputType())}
	estimate, err := env.EstimateCost(ast, &library.CostEstimator{})
	if err != nil {
		panic(err)
	}
	answer.Estimate = &bounds{Min: estimate.Min, Max: estimate.Max}
	program, err := env.Program(ast, cel.CostLimit(celconfig.PerCallLimit), cel.CostTracking(&library.CostEstimator{}),
		cel.InterruptCheckFrequency(celconfig.CheckFrequency))
	if err != nil {
		answer.Program = textOf(err.Error())
		return answer
	}
	if variables == nil {
		variables = map[string]any{}
	}
	value, details, err := program.ContextEval(context.Background(), variables)
	if details != nil {
		answer.Cost = details.ActualCost()
	}
	if err != nil {
		answer.Error = textOf(err.Error())
		return answer
	}
	answer.Type = value.Type().TypeName()
	answer.Result = textOf(render(value, 0))
	return answer
}

type functionAnswer struct {
	Name   string   `json:"name"`
	Member bool     `json:"member"`
	Args   []string `json:"args"`
	Result string   `json:"result"`
}

func listFunctions() []functionAnswer {
	var answers []functionAnswer
	for _, function := range baseEnvironment(nil).Functions() {
		for _, overload := range function.OverloadDecls() {
			args := []string{}
			for _, arg := range overload.ArgTypes() {
				args = append(args, arg.String())
			}
			answers = append(answers, functionAnswer{
				Name:   function.Name(),
				Member: overload.IsMemberFunction(),
				Args:   args,
				Result: overload.ResultType().String(),
			})
		}
	}
	sort.Slice(answers, func(i, j int) bool { return fmt.Sprint(answers[i]) < fmt.Sprint(answers[j]) })
	return answers
}

func textOf(text string) *string { return &text }
