package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/client-go/tools/record"
)

func electLeader(ctx context.Context, c *clients) error {
	first, stopFirst := context.WithCancel(ctx)
	defer stopFirst()
	led := make(chan string, 4)
	go runFor(first, c, "first", led)
	if err := leads(ctx, led, "first"); err != nil {
		return err
	}
	go runFor(ctx, c, "second", led)
	time.Sleep(300 * time.Millisecond)
	lease, err := c.kube.CoordinationV1().Leases(namespace).Get(ctx, "leader", metav1.GetOptions{})
	if err != nil {
		return err
	}
	if err := require(*lease.Spec.HolderIdentity == "first", "%s leads", *lease.Spec.HolderIdentity); err != nil {
		return err
	}
	stopFirst()
	return leads(ctx, led, "second")
}

func runFor(ctx context.Context, c *clients, identity string, led chan<- string) {
	lock, err := resourcelock.New(resourcelock.LeasesResourceLock, namespace, "leader",
		c.kube.CoreV1(), c.kube.CoordinationV1(), resourcelock.ResourceLockConfig{Identity: identity})
	if err != nil {
		led <- err.Error()
		return
	}
	leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{
		Lock: lock, ReleaseOnCancel: true,
		LeaseDuration: 3 * time.Second, RenewDeadline: 2 * time.Second, RetryPeriod: 200 * time.Millisecond,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: func(context.Context) { led <- identity },
			OnStoppedLeading: func() {},
		},
	})
}

func leads(ctx context.Context, led <-chan string, wanted string) error {
	select {
	case identity := <-led:
		return require(identity == wanted, "%s leads, not %s", identity, wanted)
	case <-ctx.Done():
		return fmt.Errorf("%s does not lead", wanted)
	}
}

func recordEvents(ctx context.Context, c *clients) error {
	about, err := c.kube.CoreV1().ConfigMaps(namespace).Create(ctx, configMap("told"), metav1.CreateOptions{})
	if err != nil {
		return err
	}
	broadcaster := record.NewBroadcaster(record.WithContext(ctx))
	defer broadcaster.Shutdown()
	broadcaster.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: c.kube.CoreV1().Events(namespace)})
	recorder := broadcaster.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "client-go"})
	for range 3 {
		recorder.Event(about, corev1.EventTypeNormal, "Told", "the same")
	}
	return until(ctx, "one event, three times", func() (bool, error) {
		selector := "involvedObject.name=told,reason=Told"
		list, err := c.kube.CoreV1().Events(namespace).List(ctx, metav1.ListOptions{FieldSelector: selector})
		return err == nil && len(list.Items) == 1 && list.Items[0].Count == 3, err
	})
}

func useTokens(ctx context.Context, c *clients) error {
	accounts := c.kube.CoreV1().ServiceAccounts(namespace)
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "robot"}}
	if _, err := accounts.Create(ctx, account, metav1.CreateOptions{}); err != nil {
		return err
	}
	token, err := accounts.CreateToken(ctx, "robot", &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	review := &authenticationv1.TokenReview{Spec: authenticationv1.TokenReviewSpec{Token: token.Status.Token}}
	reviewed, err := c.kube.AuthenticationV1().TokenReviews().Create(ctx, review, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	config := rest.AnonymousClientConfig(c.config)
	config.BearerToken = token.Status.Token
	robot, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	who, err := robot.AuthenticationV1().SelfSubjectReviews().Create(ctx, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	const name = "system:serviceaccount:default:robot"
	return errors.Join(
		require(reviewed.Status.Authenticated && reviewed.Status.User.Username == name, "reviewed as %v", reviewed.Status),
		require(who.Status.UserInfo.Username == name, "known as %v", who.Status),
	)
}

func impersonate(ctx context.Context, c *clients) error {
	config := rest.CopyConfig(c.config)
	config.Impersonate = rest.ImpersonationConfig{UserName: "eve", Groups: []string{"devs"}}
	eve, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	_, listed := eve.CoreV1().ConfigMaps(namespace).List(ctx, metav1.ListOptions{})
	question := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{
		ResourceAttributes: &authorizationv1.ResourceAttributes{Verb: "list", Resource: "configmaps", Namespace: namespace},
	}}
	answer, err := eve.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, question, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	return errors.Join(
		require(apierrors.IsForbidden(listed), "listed: %v", listed),
		require(!answer.Status.Allowed, "allowed: %v", answer.Status),
	)
}
