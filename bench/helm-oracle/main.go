// Renders one chart again and again with the real Helm as a library and prints how long each part took, as JSON.
//
//	go run . CHART.tgz RUNS [VALUES.yaml …]
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"sort"
	"strconv"
	"strings"
	"time"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
)

// timing holds milliseconds, one entry a run.
type timing struct {
	Load   []float64 `json:"load"`
	Render []float64 `json:"render"`
	Sort   []float64 `json:"sort"`
	Total  []float64 `json:"total"`
	Bytes  int       `json:"bytes"`
}

func main() {
	runs, err := strconv.Atoi(os.Args[2])
	check(err)
	data, err := os.ReadFile(os.Args[1])
	check(err)
	result := timing{}
	for range runs {
		start := time.Now()
		ch := load(data)
		loaded := time.Now()
		files := render(ch, readValues(os.Args[3:]))
		rendered := time.Now()
		_, _, err := releaseutil.SortManifests(files, nil, releaseutil.InstallOrder)
		check(err)
		sorted := time.Now()
		result.Load = append(result.Load, millis(loaded.Sub(start)))
		result.Render = append(result.Render, millis(rendered.Sub(loaded)))
		result.Sort = append(result.Sort, millis(sorted.Sub(rendered)))
		result.Total = append(result.Total, millis(sorted.Sub(start)))
		result.Bytes = size(files)
	}
	check(json.NewEncoder(os.Stdout).Encode(result))
}

func load(data []byte) *chart.Chart {
	files, err := archive.LoadArchiveFiles(bytes.NewReader(data))
	check(err)
	ch, err := loader.LoadFiles(files)
	check(err)
	return ch
}

func readValues(names []string) map[string]any {
	values := map[string]any{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		check(err)
		read, err := common.ReadValues(data)
		check(err)
		for key, value := range read {
			values[key] = value
		}
	}
	return values
}

func render(ch *chart.Chart, values map[string]any) map[string]string {
	check(chartutil.ProcessDependencies(ch, values))
	options := common.ReleaseOptions{Name: "demo", Namespace: "apps", Revision: 1, IsInstall: true}
	caps := common.DefaultCapabilities.Copy()
	version, err := common.ParseKubeVersion("1.34.0")
	check(err)
	caps.KubeVersion = *version
	top, err := util.ToRenderValuesWithSchemaValidation(ch, values, options, caps, true)
	check(err)
	files, err := engine.Engine{}.Render(ch, top)
	check(err)
	for name := range files {
		if strings.HasSuffix(path.Base(name), "NOTES.txt") {
			delete(files, name)
		}
	}
	return files
}

func size(files map[string]string) int {
	total := 0
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		total += len(files[name])
	}
	return total
}

func millis(d time.Duration) float64 {
	return float64(d.Microseconds()) / 1000
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
