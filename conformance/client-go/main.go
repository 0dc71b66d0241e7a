// Command client-go uses the API server that $KUBECONFIG names in the ways programs in Go do, and prints a line for each:
// the name of what it did, and "ok" or what went wrong.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
)

const namespace = "default"

type clients struct {
	config  *rest.Config
	kube    *kubernetes.Clientset
	dynamic dynamic.Interface
	crds    *apiextensions.Clientset
	mapper  *restmapper.DeferredDiscoveryRESTMapper
}

type task struct {
	name string
	run  func(context.Context, *clients) error
}

var tasks = []task{
	{"discovery", discoverKinds},
	{"typed clients", useTypedClients},
	{"server-side apply with typed configurations", applyTyped},
	{"patches", patchObjects},
	{"shared informers", followWithInformers},
	{"informers that list by watching", followByWatchList},
	{"informers of metadata", followMetadata},
	{"dynamic client and mapper", useDynamicClient},
	{"informers of a kind of its own", followCustomResources},
	{"retry of conflicts", retryConflicts},
	{"pages of a list", readPages},
	{"a watch that resumes", resumeWatch},
	{"leader election", electLeader},
	{"events", recordEvents},
	{"tokens", useTokens},
	{"impersonation", impersonate},
	{"errors", recogniseErrors},
	{"scale and eviction", scaleAndEvict},
}

func main() {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		fmt.Println("configuration:", err)
		os.Exit(1)
	}
	config.QPS, config.Burst = 1000, 1000
	c, err := connect(config)
	if err != nil {
		fmt.Println("clients:", err)
		os.Exit(1)
	}
	failed := false
	for _, each := range tasks {
		result := runTask(each, c)
		failed = failed || result != "ok"
		fmt.Printf("%s: %s\n", each.name, result)
	}
	if failed {
		os.Exit(1)
	}
}

func connect(config *rest.Config) (*clients, error) {
	kube, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	dynamicClient, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	crds, err := apiextensions.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(kube.Discovery()))
	return &clients{config, kube, dynamicClient, crds, mapper}, nil
}

func runTask(t task, c *clients) (result string) {
	defer func() {
		if problem := recover(); problem != nil {
			result = fmt.Sprint("panic: ", problem)
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := t.run(ctx, c); err != nil {
		return err.Error()
	}
	return "ok"
}

// until repeats a check until it holds or the time is over.
func until(ctx context.Context, what string, holds func() (bool, error)) error {
	for {
		done, err := holds()
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		if done {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s: %w", what, ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func require(holds bool, format string, args ...any) error {
	if holds {
		return nil
	}
	return fmt.Errorf(format, args...)
}
