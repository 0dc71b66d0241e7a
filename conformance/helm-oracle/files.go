package main

import (
	"sort"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
)

func buffered(files map[string]string) []*archive.BufferedFile {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	list := make([]*archive.BufferedFile, 0, len(names))
	for _, name := range names {
		list = append(list, &archive.BufferedFile{Name: name, Data: []byte(files[name])})
	}
	return list
}
