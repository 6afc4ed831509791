package main

import (
	"cmp"
	"slices"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// cluster is what the rules follow from, in an order that does not change by itself.
type cluster struct {
	pods       []*core.Pod
	namespaces map[string]labels.Set
	policies   []*networking.NetworkPolicy
}

func newCluster(pods []*core.Pod, namespaces []*core.Namespace, policies []*networking.NetworkPolicy) *cluster {
	made := &cluster{namespaces: map[string]labels.Set{}, policies: slices.Clone(policies)}
	for _, pod := range pods {
		if hasAddress(pod) {
			made.pods = append(made.pods, pod)
		}
	}
	for _, namespace := range namespaces {
		made.namespaces[namespace.Name] = namespace.Labels
	}
	slices.SortFunc(made.pods, func(a, b *core.Pod) int { return cmp.Compare(a.Status.PodIP, b.Status.PodIP) })
	slices.SortFunc(made.policies, func(a, b *networking.NetworkPolicy) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
	return made
}

// hasAddress: the address of a pod that has ended may be another's by now.
func hasAddress(pod *core.Pod) bool {
	ended := pod.Status.Phase == core.PodSucceeded || pod.Status.Phase == core.PodFailed
	return pod.Status.PodIP != "" && !pod.Spec.HostNetwork && !ended
}

// of gives the policies that select the pod.
func (c *cluster) of(pod *core.Pod) []*networking.NetworkPolicy {
	var found []*networking.NetworkPolicy
	for _, policy := range c.policies {
		if policy.Namespace == pod.Namespace && matches(&policy.Spec.PodSelector, pod.Labels) {
			found = append(found, policy)
		}
	}
	return found
}

// podsOf gives the pods that a peer of a policy names; a peer without selectors names a block of addresses instead.
func (c *cluster) podsOf(peer networking.NetworkPolicyPeer, policyNamespace string) []*core.Pod {
	var found []*core.Pod
	for _, pod := range c.pods {
		inNamespace := pod.Namespace == policyNamespace
		if peer.NamespaceSelector != nil {
			inNamespace = matches(peer.NamespaceSelector, c.namespaces[pod.Namespace])
		}
		if inNamespace && (peer.PodSelector == nil || matches(peer.PodSelector, pod.Labels)) {
			found = append(found, pod)
		}
	}
	return found
}

func matches(selector *meta.LabelSelector, set labels.Set) bool {
	found, err := meta.LabelSelectorAsSelector(selector)
	return err == nil && found.Matches(set)
}
