package command

import (
	"context"
	"maps"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Process is what a command of any kind takes beside the place where it runs.
type Process struct {
	AddPreviousOutputInEnv *bool             `pulumi:"addPreviousOutputInEnv,optional"`
	Environment            map[string]string `pulumi:"environment,optional"`
	Logging                *Logging          `pulumi:"logging,optional"`
	Stdin                  *string           `pulumi:"stdin,optional"`
}

// Lifecycle is what a resource runs, and when.
type Lifecycle struct {
	Create *string `pulumi:"create,optional"`
	Update *string `pulumi:"update,optional"`
	Delete *string `pulumi:"delete,optional"`
	// The SDK asks the engine for a replacement when an element changes; this does when the whole list comes or goes.
	Triggers []any `pulumi:"triggers,optional" provider:"replaceOnChanges"`
}

// onUpdate is the command that a change of the inputs runs.
func (l Lifecycle) onUpdate() *string {
	if l.Update != nil {
		return l.Update
	}
	return l.Create
}

// Output is what the last command printed, without the newline at its end.
type Output struct {
	Stdout string `pulumi:"stdout"`
	Stderr string `pulumi:"stderr"`
}

// withPrevious returns the environment of the next run: the previous output, then what the program sets.
func (i Process) withPrevious(previous Output) map[string]string {
	env := map[string]string{}
	if i.AddPreviousOutputInEnv == nil || *i.AddPreviousOutputInEnv {
		env[previousStdout], env[previousStderr] = previous.Stdout, previous.Stderr
	}
	maps.Copy(env, i.Environment)
	return env
}

const (
	previousStdout = "PULUMI_COMMAND_STDOUT"
	previousStderr = "PULUMI_COMMAND_STDERR"
)

// newID names a resource for which nothing outside has a name.
func newID(name string) (string, error) {
	return resource.NewUniqueHex(name, 8, 0)
}

// checked is the framework's check of the inputs and one of the value of logging, so that a preview finds it.
func checked[I any](
	ctx context.Context, req infer.CheckRequest, logging func(I) *Logging,
) (infer.CheckResponse[I], error) {
	inputs, failures, err := infer.DefaultCheck[I](ctx, req.NewInputs)
	if l := logging(inputs); err == nil && l != nil && !l.isKnown() {
		failures = append(failures, p.CheckFailure{Property: "logging", Reason: loggingRule})
	}
	return infer.CheckResponse[I]{Inputs: inputs, Failures: failures}, err
}
