// Answers generated cases as the real Helm does: one JSON object a line on stdin, one answer a line on stdout.
package main

import (
	"bufio"
	"encoding/json"
	"os"
	"time"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/engine"
)

type testCase struct {
	Template string `json:"template"`
	Values   string `json:"values"`
	Schema   string `json:"schema"`
}

type answer struct {
	Output *string `json:"output,omitempty"`
	Error  *string `json:"error,omitempty"`
	// Crash says that Helm itself would have ended with a panic.
	Crash bool `json:"crash,omitempty"`
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
		encoder.Encode(answerTo(c))
		// Not even a crash of the next case may take this answer along.
		out.Flush()
	}
}

func answerTo(c testCase) (result answer) {
	defer func() {
		if recover() != nil {
			result = answer{Crash: true}
		}
	}()
	text, err := render(c)
	if err != nil {
		message := err.Error()
		return answer{Error: &message}
	}
	return answer{Output: &text}
}

func render(c testCase) (string, error) {
	ch, err := load(c)
	if err != nil {
		return "", err
	}
	values, err := common.ReadValues([]byte(c.Values))
	if err != nil {
		return "", err
	}
	options := common.ReleaseOptions{Name: "rel", Namespace: "ns", Revision: 1, IsInstall: true}
	top, err := util.ToRenderValues(ch, values, options, common.DefaultCapabilities)
	if err != nil {
		return "", err
	}
	files, err := engine.Engine{}.Render(ch, top)
	return files["c/templates/t.yaml"], err
}

func load(c testCase) (*chart.Chart, error) {
	files := map[string]string{
		"Chart.yaml":       "apiVersion: v2\nname: c\nversion: 0.1.0\nappVersion: \"1.2.3\"\n",
		"templates/t.yaml": c.Template,
		"files/a.txt":      "one\ntwo\n",
	}
	if c.Schema != "" {
		files["values.schema.json"] = c.Schema
	}
	return loader.LoadFiles(buffered(files))
}
