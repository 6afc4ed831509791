package main

import (
	"fmt"
	"slices"
	"strings"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// rules is the whole rule set as text for nft. An address of the pod network that is no known pod's neither sends nor
// receives: a pod is cut off until its policies are in force.
func (c *cluster) rules(podNetwork string) string {
	var chains, leaving, entering []string
	known := []string{"255.255.255.255"} // a set must not be empty
	for _, pod := range c.pods {
		address := pod.Status.PodIP
		known = append(known, address)
		policies := c.of(pod)
		if restricts(policies, networking.PolicyTypeEgress) {
			name := "from-" + strings.ReplaceAll(address, ".", "-")
			chains = append(chains, chain(name, c.egress(policies)))
			leaving = append(leaving, address+" : jump "+name)
		}
		if restricts(policies, networking.PolicyTypeIngress) {
			name := "to-" + strings.ReplaceAll(address, ".", "-")
			chains = append(chains, chain(name, c.ingress(policies, pod)))
			entering = append(entering, address+" : jump "+name)
		}
	}
	strangers := fmt.Sprintf("!= { %s } counter drop", strings.Join(known, ", "))
	forward := slices.Concat([]string{
		"type filter hook forward priority -10",
		"ct state established,related accept",
		"ip saddr " + podNetwork + " ip saddr " + strangers,
		"ip daddr " + podNetwork + " ip daddr " + strangers,
	}, verdicts("saddr", leaving), verdicts("daddr", entering))
	input := slices.Concat([]string{ // from pods to the node itself: the API server
		"type filter hook input priority -10",
		"ct state established,related accept",
	}, verdicts("saddr", leaving))
	chains = append(chains, block("forward", forward), block("input", input))
	const table = "table ip network-policies"
	return table + "\ndelete " + table + "\n" + table + " {\n" + strings.Join(chains, "") + "}\n"
}

func restricts(policies []*networking.NetworkPolicy, direction networking.PolicyType) bool {
	return slices.ContainsFunc(policies, func(policy *networking.NetworkPolicy) bool {
		return slices.Contains(policy.Spec.PolicyTypes, direction)
	})
}

func (c *cluster) egress(policies []*networking.NetworkPolicy) []string {
	var allowed []string
	for _, policy := range policies {
		for _, rule := range policy.Spec.Egress {
			if len(rule.To) == 0 {
				allowed = append(allowed, ports(rule.Ports, nil)...)
			}
			for _, peer := range rule.To {
				if peer.IPBlock != nil {
					allowed = append(allowed, prefixed(addresses("daddr", peer.IPBlock), ports(rule.Ports, nil))...)
					continue
				}
				for _, pod := range c.podsOf(peer, policy.Namespace) {
					allowed = append(allowed, prefixed("ip daddr "+pod.Status.PodIP, ports(rule.Ports, pod))...)
				}
			}
		}
	}
	return allowed
}

func (c *cluster) ingress(policies []*networking.NetworkPolicy, pod *core.Pod) []string {
	var allowed []string
	for _, policy := range policies {
		for _, rule := range policy.Spec.Ingress {
			open := ports(rule.Ports, pod)
			if len(rule.From) == 0 {
				allowed = append(allowed, open...)
			}
			for _, peer := range rule.From {
				if peer.IPBlock != nil {
					allowed = append(allowed, prefixed(addresses("saddr", peer.IPBlock), open)...)
					continue
				}
				for _, other := range c.podsOf(peer, policy.Namespace) {
					allowed = append(allowed, prefixed("ip saddr "+other.Status.PodIP, open)...)
				}
			}
		}
	}
	return allowed
}

// ports gives a condition for each port of the list, one that is always true for no list. A name is a port of the
// receiving pod, and nothing where the receiver is no pod.
func ports(list []networking.NetworkPolicyPort, receiver *core.Pod) []string {
	if len(list) == 0 {
		return []string{""}
	}
	var found []string
	for _, port := range list {
		protocol := "tcp"
		if port.Protocol != nil {
			protocol = strings.ToLower(string(*port.Protocol))
		}
		switch {
		case port.Port == nil:
			found = append(found, "meta l4proto "+protocol)
		case port.Port.Type == intstr.String:
			found = append(found, named(port.Port.StrVal, protocol, receiver)...)
		case port.EndPort != nil:
			found = append(found, fmt.Sprintf("%s dport %d-%d", protocol, port.Port.IntVal, *port.EndPort))
		default:
			found = append(found, fmt.Sprintf("%s dport %d", protocol, port.Port.IntVal))
		}
	}
	return found
}

func named(name, protocol string, receiver *core.Pod) []string {
	if receiver == nil {
		return nil
	}
	var found []string
	for _, container := range receiver.Spec.Containers {
		for _, port := range container.Ports {
			if port.Name == name && strings.EqualFold(string(port.Protocol), protocol) {
				found = append(found, fmt.Sprintf("%s dport %d", protocol, port.ContainerPort))
			}
		}
	}
	return found
}

func addresses(side string, block *networking.IPBlock) string {
	condition := "ip " + side + " " + block.CIDR
	if len(block.Except) > 0 {
		condition += " ip " + side + " != { " + strings.Join(block.Except, ", ") + " }"
	}
	return condition
}

func prefixed(condition string, others []string) []string {
	var found []string
	for _, other := range others {
		found = append(found, condition+" "+other)
	}
	return found
}

func verdicts(side string, jumps []string) []string {
	if len(jumps) == 0 {
		return nil
	}
	return []string{"ip " + side + " vmap { " + strings.Join(jumps, ", ") + " }"}
}

// chain lets through what fulfils one of the conditions and drops the rest.
func chain(name string, conditions []string) string {
	var lines []string
	for _, condition := range conditions {
		lines = append(lines, strings.TrimSpace(condition+" return"))
	}
	return block(name, append(lines, "counter drop"))
}

func block(name string, lines []string) string {
	return " chain " + name + " {\n  " + strings.Join(lines, "\n  ") + "\n }\n"
}
