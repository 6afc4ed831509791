// Package command serves @pulumi/command, which no Go module holds: commands on this machine and, over SSH, on another
// as resources. It behaves as the SDK's documentation states; the deprecated remote.CopyFile is left out.
package command

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// Name of the provider.
const Name = "command"

// Serve runs the plugin until the engine ends it.
func Serve(version string) error {
	return infer.Provider(infer.Options{
		Resources: []infer.InferredResource{
			infer.Resource(LocalCommand{}),
			infer.Resource(RemoteCommand{}),
			infer.Resource(CopyToRemote{}),
		},
		Functions: []infer.InferredFunction{infer.Function(LocalRun{})},
	}).Run(context.Background(), Name, version)
}
