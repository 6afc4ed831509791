// networkpolicies enforces NetworkPolicy (networking.k8s.io/v1) on the one node of a cluster, with nftables.
//
// On every change of a pod, namespace or policy it writes all rules anew and loads them in one transaction.
// It is a stand-in for a network plugin's own: IPv4 alone, no SCTP, and a new policy does not cut connections that are open.
package main

import (
	"flag"
	"log"
	"os"
	"os/exec"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	kubeconfig := flag.String("kubeconfig", "", "file of the credentials for the API server")
	podNetwork := flag.String("pods", "", "network of the pods: 172.25.0.0/24")
	flag.Parse()
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		log.Fatal(err)
	}
	factory := informers.NewSharedInformerFactory(kubernetes.NewForConfigOrDie(config), 0)
	changed := watch(factory)
	loaded := ""
	for range changed {
		seen, err := look(factory)
		if err != nil {
			log.Fatal(err)
		}
		rules := seen.rules(*podNetwork)
		if rules == loaded {
			continue
		}
		if err := load(rules); err != nil {
			log.Fatalf("%v\n%s", err, rules)
		}
		loaded = rules
		log.Printf("loaded: %d pods, %d policies", len(seen.pods), len(seen.policies))
	}
}

// watch says when anything has changed that the rules follow from; changes that come together are one.
func watch(factory informers.SharedInformerFactory) <-chan struct{} {
	changed := make(chan struct{}, 1)
	tell := func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	handler := cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { tell() },
		UpdateFunc: func(_, _ any) { tell() },
		DeleteFunc: func(any) { tell() },
	}
	for _, informer := range []cache.SharedIndexInformer{
		factory.Core().V1().Pods().Informer(),
		factory.Core().V1().Namespaces().Informer(),
		factory.Networking().V1().NetworkPolicies().Informer(),
	} {
		if _, err := informer.AddEventHandler(handler); err != nil {
			log.Fatal(err)
		}
	}
	never := make(chan struct{})
	factory.Start(never)
	factory.WaitForCacheSync(never)
	return changed
}

func look(factory informers.SharedInformerFactory) (*cluster, error) {
	pods, err := factory.Core().V1().Pods().Lister().List(labels.Everything())
	if err != nil {
		return nil, err
	}
	namespaces, err := factory.Core().V1().Namespaces().Lister().List(labels.Everything())
	if err != nil {
		return nil, err
	}
	policies, err := factory.Networking().V1().NetworkPolicies().Lister().List(labels.Everything())
	if err != nil {
		return nil, err
	}
	return newCluster(pods, namespaces, policies), nil
}

func load(rules string) error {
	started := time.Now()
	command := exec.Command("nft", "-f", "-")
	command.Stdin, command.Stderr = strings.NewReader(rules), os.Stderr
	err := command.Run()
	log.Printf("nft took %s", time.Since(started).Round(time.Millisecond))
	return err
}
