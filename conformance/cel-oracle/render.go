package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"

	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apiserver/pkg/cel/mutation"
	"k8s.io/apiserver/pkg/cel/mutation/dynamic"
)

// decode reads JSON as the API server does: whole numbers are integers.
func decode(data json.RawMessage) any {
	if len(data) == 0 {
		return nil
	}
	var value any
	if err := utiljson.Unmarshal(data, &value); err != nil {
		panic(err)
	}
	return value
}

// render writes a value so that nothing of its types is lost.
func render(value ref.Val, depth int) string {
	if depth > 20 {
		return "…"
	}
	switch v := value.(type) {
	case types.Null:
		return "null"
	case types.Bool:
		return strconv.FormatBool(bool(v))
	case types.Int:
		return strconv.FormatInt(int64(v), 10)
	case types.Uint:
		return strconv.FormatUint(uint64(v), 10) + "u"
	case types.Double:
		return "double(" + strconv.FormatFloat(float64(v), 'g', -1, 64) + ")"
	case types.String:
		return quoted(string(v))
	case types.Bytes:
		return "bytes(" + hex.EncodeToString(v) + ")"
	case types.Duration, types.Timestamp:
		text := value.ConvertToType(types.StringType)
		return fmt.Sprintf("%s(%v)", value.Type().TypeName(), text)
	case *types.Type:
		return "type(" + v.TypeName() + ")"
	case *types.Optional:
		if !v.HasValue() {
			return "optional.none()"
		}
		return "optional(" + render(v.GetValue(), depth+1) + ")"
	case *dynamic.ObjectVal:
		data, err := json.Marshal(v.Value())
		return fmt.Sprintf("%s(%s)", v.Type().TypeName(), textOrError(data, err))
	case *mutation.JSONPatchVal:
		parts := []string{quoted(v.Op), quoted(v.Path), quoted(v.From)}
		if v.Val != nil {
			parts = append(parts, render(v.Val, depth+1))
		}
		return "JSONPatch(" + strings.Join(parts, ", ") + ")"
	case traits.Mapper:
		return renderMap(v, depth)
	case traits.Lister:
		return renderList(v, depth)
	}
	return value.Type().TypeName()
}

func renderList(list traits.Lister, depth int) string {
	var elements []string
	for it := list.Iterator(); it.HasNext() == types.True; {
		elements = append(elements, render(it.Next(), depth+1))
	}
	return "[" + strings.Join(elements, ", ") + "]"
}

func renderMap(entries traits.Mapper, depth int) string {
	var rendered []string
	for it := entries.Iterator(); it.HasNext() == types.True; {
		key := it.Next()
		rendered = append(rendered, render(key, depth+1)+": "+render(entries.Get(key), depth+1))
	}
	sort.Strings(rendered)
	return "{" + strings.Join(rendered, ", ") + "}"
}

func quoted(text string) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.Encode(text)
	return strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029").Replace(strings.TrimSuffix(out.String(), "\n"))
}

func textOrError(data []byte, err error) string {
	if err != nil {
		return err.Error()
	}
	return string(data)
}
