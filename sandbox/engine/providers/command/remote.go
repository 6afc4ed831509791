package command

import (
	"context"
	"fmt"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"golang.org/x/crypto/ssh"
)

// RemoteCommandArgs are the inputs of remote.Command.
type RemoteCommandArgs struct {
	Process
	Lifecycle
	Connection Connection `pulumi:"connection" provider:"secret"`
}

// RemoteCommandState is remote.Command as the stack keeps it.
type RemoteCommandState struct {
	RemoteCommandArgs
	Output
}

// RemoteCommand is remote.Command.
type RemoteCommand struct{}

// Annotate sets the token.
func (c *RemoteCommand) Annotate(a infer.Annotator) { a.SetToken("remote", "Command") }

// Check refuses wrong inputs.
func (RemoteCommand) Check(
	ctx context.Context, req infer.CheckRequest,
) (infer.CheckResponse[RemoteCommandArgs], error) {
	return checked(ctx, req, func(args RemoteCommandArgs) *Logging { return args.Logging })
}

// WireDependencies makes what a command printed as secret as what it got, apart from the connection: that is always
// secret and does not reach the command.
func (RemoteCommand) WireDependencies(f infer.FieldSelector, args *RemoteCommandArgs, state *RemoteCommandState) {
	for _, field := range []any{&state.Stdout, &state.Stderr} {
		f.OutputField(field).DependsOn(
			f.InputField(args).Computed(),
			f.InputField(&args.Create).Secret(),
			f.InputField(&args.Update).Secret(),
			f.InputField(&args.Stdin).Secret(),
			f.InputField(&args.Environment).Secret(),
			f.InputField(&args.Triggers).Secret(),
		)
	}
}

// Create runs the command of creation.
func (RemoteCommand) Create(
	ctx context.Context, req infer.CreateRequest[RemoteCommandArgs],
) (infer.CreateResponse[RemoteCommandState], error) {
	resp := infer.CreateResponse[RemoteCommandState]{Output: RemoteCommandState{RemoteCommandArgs: req.Inputs}}
	var err error
	if resp.ID, err = newID(req.Name); err != nil || req.DryRun {
		return resp, err
	}
	if req.Inputs.Create != nil {
		resp.Output.Output, err = req.Inputs.run(ctx, *req.Inputs.Create, req.Inputs.Environment)
	}
	return resp, err
}

// Update runs the command of a change.
func (RemoteCommand) Update(
	ctx context.Context, req infer.UpdateRequest[RemoteCommandArgs, RemoteCommandState],
) (infer.UpdateResponse[RemoteCommandState], error) {
	state := RemoteCommandState{RemoteCommandArgs: req.Inputs, Output: req.State.Output}
	var err error
	if command := req.Inputs.onUpdate(); command != nil && !req.DryRun {
		state.Output, err = req.Inputs.run(ctx, *command, req.Inputs.withPrevious(req.State.Output))
	}
	return infer.UpdateResponse[RemoteCommandState]{Output: state}, err
}

// Delete runs the command of deletion.
func (RemoteCommand) Delete(
	ctx context.Context, req infer.DeleteRequest[RemoteCommandState],
) (infer.DeleteResponse, error) {
	var err error
	if req.State.Delete != nil {
		_, err = req.State.run(ctx, *req.State.Delete, req.State.withPrevious(req.State.Output))
	}
	return infer.DeleteResponse{}, err
}

func (r RemoteCommandArgs) run(ctx context.Context, command string, env map[string]string) (Output, error) {
	var out Output
	err := r.Connection.with(ctx, func(client *ssh.Client) error {
		session, err := client.NewSession()
		if err != nil {
			return err
		}
		defer session.Close()
		for name, value := range env {
			if err := session.Setenv(name, value); err != nil {
				if name == previousStdout || name == previousStderr {
					// Nobody asked for these, and few servers take them.
					p.GetLogger(ctx).Debugf("the server refuses the variable %s", name)
					continue
				}
				return fmt.Errorf("environment: the server refuses the variable %s: "+
					"allow it by AcceptEnv in its sshd_config, or write it in front of the command", name)
			}
		}
		if r.Stdin != nil {
			session.Stdin = strings.NewReader(*r.Stdin)
		}
		captured := newCapture(ctx, r.Logging)
		session.Stdout, session.Stderr = captured.writers()
		stop := context.AfterFunc(ctx, func() {
			_ = session.Signal(ssh.SIGTERM) // OpenSSH ends the command, except for root
			client.Close()
		})
		defer stop()
		if err := session.Run(command); err != nil {
			if ctx.Err() != nil {
				err = ctx.Err()
			}
			return captured.failure(err)
		}
		out = captured.output()
		return nil
	})
	return out, err
}
