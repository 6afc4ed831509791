// One program that serves the provider plugins of the sandbox; the name it is started under picks which.
// It runs on Unix only, as the sandbox does.
package main

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"

	"spe.local/providers/command"
)

// sdks.txt says what each SDK expects of its plugin; sdks.ts writes it.
//
//go:embed sdks.txt
var sdkList string

// sdk returns the version of an SDK and the tokens of its resources and functions.
func sdk(name string) (version string, tokens []string) {
	for line := range strings.Lines(sdkList) {
		line = strings.TrimSpace(line)
		if pkg, v, ok := strings.Cut(line, " "); ok && pkg == name {
			version = v
		} else if strings.HasPrefix(line, name+":") {
			tokens = append(tokens, line)
		}
	}
	return version, tokens
}

func main() {
	if err := serve(strings.TrimPrefix(filepath.Base(os.Args[0]), "pulumi-resource-")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(name string) error {
	version, tokens := sdk(name)
	if name == command.Name {
		return command.Serve(version)
	}
	b, ok := bridges[name]
	if !ok {
		return fmt.Errorf("%q is no provider of this program: start it as pulumi-resource-<name>", os.Args[0])
	}
	schema := fmt.Appendf(nil, `{"name":%q,"version":%q}`, name, version)
	tfbridge.Main(name, version, b.info(name, version, tokens), schema)
	return nil
}
