package command

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/infer/types"
)

// Local is where and how a command runs on this machine, and which of its files are wanted.
type Local struct {
	Process
	ArchivePaths []string `pulumi:"archivePaths,optional"`
	AssetPaths   []string `pulumi:"assetPaths,optional"`
	Dir          *string  `pulumi:"dir,optional"`
	Interpreter  []string `pulumi:"interpreter,optional"`
}

// LocalOutput is what a command on this machine leaves.
type LocalOutput struct {
	Output
	Archive *types.AssetOrArchive           `pulumi:"archive,optional"`
	Assets  map[string]types.AssetOrArchive `pulumi:"assets,optional"`
}

// LocalCommandArgs are the inputs of local.Command.
type LocalCommandArgs struct {
	Local
	Lifecycle
}

// LocalCommandState is local.Command as the stack keeps it.
type LocalCommandState struct {
	LocalCommandArgs
	LocalOutput
}

// LocalCommand is local.Command.
type LocalCommand struct{}

// Annotate sets the token.
func (c *LocalCommand) Annotate(a infer.Annotator) { a.SetToken("local", "Command") }

// Check refuses wrong inputs.
func (LocalCommand) Check(
	ctx context.Context, req infer.CheckRequest,
) (infer.CheckResponse[LocalCommandArgs], error) {
	return checked(ctx, req, func(args LocalCommandArgs) *Logging { return args.Logging })
}

// WireDependencies makes what a command printed as secret, and in a preview as unknown, as anything it got.
func (LocalCommand) WireDependencies(f infer.FieldSelector, args *LocalCommandArgs, state *LocalCommandState) {
	for _, field := range []any{&state.Stdout, &state.Stderr, &state.Archive, &state.Assets} {
		f.OutputField(field).DependsOn(f.InputField(args))
	}
}

// Create runs the command of creation.
func (LocalCommand) Create(
	ctx context.Context, req infer.CreateRequest[LocalCommandArgs],
) (infer.CreateResponse[LocalCommandState], error) {
	resp := infer.CreateResponse[LocalCommandState]{Output: LocalCommandState{LocalCommandArgs: req.Inputs}}
	var err error
	if resp.ID, err = newID(req.Name); err != nil || req.DryRun {
		return resp, err
	}
	if req.Inputs.Create != nil {
		resp.Output.LocalOutput, err = req.Inputs.Local.run(ctx, *req.Inputs.Create, req.Inputs.Environment)
	}
	return resp, err
}

// Update runs the command of a change.
func (LocalCommand) Update(
	ctx context.Context, req infer.UpdateRequest[LocalCommandArgs, LocalCommandState],
) (infer.UpdateResponse[LocalCommandState], error) {
	// Where nothing runs, what the last command left still stands.
	state := LocalCommandState{LocalCommandArgs: req.Inputs, LocalOutput: req.State.LocalOutput}
	var err error
	if command := req.Inputs.onUpdate(); command != nil && !req.DryRun {
		env := req.Inputs.withPrevious(req.State.Output)
		state.LocalOutput, err = req.Inputs.Local.run(ctx, *command, env)
	}
	return infer.UpdateResponse[LocalCommandState]{Output: state}, err
}

// Delete runs the command of deletion.
func (LocalCommand) Delete(
	ctx context.Context, req infer.DeleteRequest[LocalCommandState],
) (infer.DeleteResponse, error) {
	var err error
	if req.State.Delete != nil {
		_, err = req.State.Local.run(ctx, *req.State.Delete, req.State.withPrevious(req.State.Output))
	}
	return infer.DeleteResponse{}, err
}

// LocalRunArgs are the inputs of local.run.
type LocalRunArgs struct {
	Local
	Command string `pulumi:"command"`
}

// LocalRunResult is what local.run returns.
type LocalRunResult struct {
	LocalRunArgs
	LocalOutput
}

// LocalRun is the function local.run.
type LocalRun struct{}

// Annotate sets the token.
func (r *LocalRun) Annotate(a infer.Annotator) { a.SetToken("local", "run") }

// Invoke runs the command, in previews too.
func (LocalRun) Invoke(
	ctx context.Context, req infer.FunctionRequest[LocalRunArgs],
) (infer.FunctionResponse[LocalRunResult], error) {
	if l := req.Input.Logging; l != nil && !l.isKnown() {
		return infer.FunctionResponse[LocalRunResult]{}, fmt.Errorf("logging %s, got %q", loggingRule, *l)
	}
	out, err := req.Input.run(ctx, req.Input.Command, req.Input.Environment)
	return infer.FunctionResponse[LocalRunResult]{
		Output: LocalRunResult{LocalRunArgs: req.Input, LocalOutput: out},
	}, err
}
