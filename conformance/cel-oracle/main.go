// Answers cases about CEL as Kubernetes' own library does: one JSON object a line on standard input, one answer a line on
// standard output; see conformance/src/cel.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"time"
)

type testCase struct {
	// Kind is "functions", "expression", "schema", "definition" or "admission".
	Kind       string          `json:"kind"`
	Expression string          `json:"expression"`
	Variables  json.RawMessage `json:"variables"`
	Schema     json.RawMessage `json:"schema"`
	IsResource bool            `json:"isResource"`
	Object     json.RawMessage `json:"object"`
	OldObject  json.RawMessage `json:"oldObject"`
	Output     string          `json:"output"`
	Named      []namedCase     `json:"named"`
}

type namedCase struct {
	Name       string `json:"name"`
	Expression string `json:"expression"`
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
		// Not even a crash of the next case may take this answer along.
		out.Flush()
	}
}

func answerTo(c testCase) (answer any) {
	defer func() {
		if problem := recover(); problem != nil {
			answer = map[string]string{"crash": fmt.Sprint(problem)}
		}
	}()
	switch c.Kind {
	case "functions":
		return listFunctions()
	case "schema":
		return answerSchema(c)
	case "definition":
		return answerDefinition(c)
	case "admission":
		return answerAdmission(c)
	default:
		return answerExpression(c)
	}
}
