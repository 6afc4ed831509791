// toolbox asks and answers over the network for pods: Debian's static busybox crashes as it looks up a name.
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

const usage = `toolbox get URL          prints what a server answers
toolbox tcp HOST:PORT    connects, and says "open"
toolbox name HOST        prints the addresses of a name
toolbox open FILE        opens a file for reading and writing, and says "open"
toolbox serve PORT...    answers on each port with its own name and the caller's address`

func main() {
	if len(os.Args) < 3 {
		fail(fmt.Errorf("%s", usage))
	}
	switch subject := os.Args[2]; os.Args[1] {
	case "get":
		get(subject)
	case "tcp":
		connection, err := net.DialTimeout("tcp", subject, 2*time.Second)
		fail(err)
		connection.Close()
		fmt.Println("open")
	case "name":
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		addresses, err := net.DefaultResolver.LookupHost(ctx, subject)
		fail(err)
		fmt.Println(addresses)
	case "open":
		file, err := os.OpenFile(subject, os.O_RDWR, 0)
		fail(err)
		file.Close()
		fmt.Println("open")
	case "serve":
		serve(os.Args[2:])
	default:
		fail(fmt.Errorf("%s", usage))
	}
}

func get(url string) {
	client := http.Client{Timeout: 3 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Get(url)
	fail(err)
	defer response.Body.Close()
	_, err = io.Copy(os.Stdout, response.Body)
	fail(err)
}

func serve(ports []string) {
	name, err := os.Hostname()
	fail(err)
	http.HandleFunc("/", func(answer http.ResponseWriter, question *http.Request) {
		fmt.Fprintln(answer, name, question.RemoteAddr)
	})
	for _, port := range ports {
		go func() { fail(http.ListenAndServe(":"+port, nil)) }()
	}
	select {}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
