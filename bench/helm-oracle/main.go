// Renders one chart again and again with the real Helm as a library and prints how long each part took, as JSON.
//
//	go run . CHART.tgz MILLISECONDS [VALUES.yaml …]
//
// It goes on until it has used as much processor time.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"runtime"
	"strconv"
	"strings"
	"syscall"
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

// spent is what a part took, in milliseconds.
type spent struct {
	Wall float64 `json:"wallMs"`
	CPU  float64 `json:"cpuMs"`
}

// timing holds one entry a run.
type timing struct {
	Load   []spent `json:"load"`
	Render []spent `json:"render"`
	Total  []spent `json:"total"`
	// Bytes is the size of everything that was rendered.
	Bytes int `json:"bytes"`
	// PeakRSS is the highest resident set size of the process, in bytes.
	PeakRSS int64 `json:"peakRssBytes"`
}

func main() {
	budget, err := strconv.Atoi(os.Args[2])
	check(err)
	data, err := os.ReadFile(os.Args[1])
	check(err)
	result := timing{}
	for began := now(); between(began, now()).CPU < float64(budget); {
		start := now()
		ch := load(data)
		loaded := now()
		files := render(ch, readValues(os.Args[3:]))
		rendered := now()
		_, _, err := releaseutil.SortManifests(files, nil, releaseutil.InstallOrder)
		check(err)
		sorted := now()
		result.Load = append(result.Load, between(start, loaded))
		result.Render = append(result.Render, between(loaded, rendered))
		result.Total = append(result.Total, between(start, sorted))
		result.Bytes = size(files)
		runtime.KeepAlive(ch)
	}
	result.PeakRSS = usage().Maxrss * 1024
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
	top, err := util.ToRenderValuesWithSchemaValidation(ch, values, options, caps, false)
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
	for _, text := range files {
		total += len(text)
	}
	return total
}

// moment is a reading of the clock and of the processor time of the process.
type moment struct {
	wall time.Time
	cpu  time.Duration
}

func now() moment {
	used := usage()
	return moment{wall: time.Now(), cpu: time.Duration(used.Utime.Nano() + used.Stime.Nano())}
}

func between(from, to moment) spent {
	return spent{Wall: millis(to.wall.Sub(from.wall)), CPU: millis(to.cpu - from.cpu)}
}

func usage() syscall.Rusage {
	var used syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return used
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
