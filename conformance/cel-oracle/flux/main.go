// Answers cases about Flux' expressions as Flux' own package does: one JSON object a line on standard input, one answer a
// line on standard output; see conformance/src/cel.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	fluxcel "github.com/fluxcd/pkg/runtime/cel"
	"github.com/google/cel-go/cel"
	utiljson "k8s.io/apimachinery/pkg/util/json"
)

type testCase struct {
	Expression string          `json:"expression"`
	Variables  json.RawMessage `json:"variables"`
	Checked    bool            `json:"checked"`
	Output     string          `json:"output"`
	As         string          `json:"as"`
}

type answer struct {
	Syntax *string `json:"syntax,omitempty"`
	Error  *string `json:"error,omitempty"`
	Result any     `json:"result,omitempty"`
	Crash  string  `json:"crash,omitempty"`
}

func main() {
	time.Local = time.UTC
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<28)
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for in.Scan() {
		var c testCase
		if err := json.Unmarshal(in.Bytes(), &c); err != nil {
			panic(err)
		}
		tooLong := time.AfterFunc(2*time.Second, func() { os.Exit(1) })
		encoder.Encode(answerTo(c))
		tooLong.Stop()
		out.Flush()
	}
}

func answerTo(c testCase) (result answer) {
	defer func() {
		if problem := recover(); problem != nil {
			result = answer{Crash: fmt.Sprint(problem)}
		}
	}()
	variables := map[string]any{}
	if err := utiljson.Unmarshal(c.Variables, &variables); err != nil {
		panic(err)
	}
	expression, err := fluxcel.NewExpression(c.Expression, options(c, variables)...)
	if err != nil {
		return answer{Syntax: textOf(err)}
	}
	value, err := evaluate(expression, c.As, variables)
	if err != nil {
		return answer{Error: textOf(err)}
	}
	return answer{Result: value}
}

func options(c testCase, variables map[string]any) []fluxcel.Option {
	var chosen []fluxcel.Option
	if c.Checked {
		chosen = append(chosen, fluxcel.WithCompile())
		for name := range variables {
			chosen = append(chosen, fluxcel.WithStructVariables(name))
		}
	}
	switch c.Output {
	case "bool":
		chosen = append(chosen, fluxcel.WithOutputType(cel.BoolType))
	case "string":
		chosen = append(chosen, fluxcel.WithOutputType(cel.StringType))
	}
	return chosen
}

func evaluate(expression *fluxcel.Expression, as string, variables map[string]any) (any, error) {
	ctx := context.Background()
	switch as {
	case "boolean":
		return expression.EvaluateBoolean(ctx, variables)
	case "string":
		return expression.EvaluateString(ctx, variables)
	case "strings":
		return expression.EvaluateStringSlice(ctx, variables)
	default:
		_, err := expression.Evaluate(ctx, variables)
		return "any", err
	}
}

func textOf(err error) *string {
	text := err.Error()
	return &text
}
