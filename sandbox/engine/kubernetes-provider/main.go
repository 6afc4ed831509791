// The provider plugin "kubernetes", from the modules of its own release.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

// version is the SDK's; the linker sets it.
var version string

func main() {
	schema, err := schema()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	provider.Serve("kubernetes", version, schema, nil)
}

// schema reads what a resource of each kind holds, which reading and importing need. It lies beside the program: a
// module cannot embed a file of another.
func schema() ([]byte, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if program, err = filepath.EvalSymlinks(program); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(filepath.Dir(program), "schema.json"))
}
