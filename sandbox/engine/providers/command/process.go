package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
)

// How long a command that is told to end has before it is killed, and how long output is awaited after its end.
const graceTime = 5 * time.Second

// run runs a command on this machine and collects the files that are wanted of it.
func (l Local) run(ctx context.Context, command string, env map[string]string) (LocalOutput, error) {
	argv := append(slices.Clone(l.Interpreter), command)
	if len(l.Interpreter) == 0 {
		argv = []string{"/bin/sh", "-c", command}
	}
	captured := newCapture(ctx, l.Logging)
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Stdout, cmd.Stderr = captured.writers()
	if l.Dir != nil {
		// Else the interpreter would be reported as missing.
		if _, err := os.Stat(*l.Dir); err != nil {
			return LocalOutput{}, fmt.Errorf("dir: %w", err)
		}
		cmd.Dir = *l.Dir
	}
	cmd.Env = os.Environ()
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	if l.Stdin != nil {
		cmd.Stdin = strings.NewReader(*l.Stdin)
	}
	// A group of its own, so that a cancelled update ends what the shell has started too.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = graceTime
	err := cmd.Run()
	if ctx.Err() != nil && cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // whatever ignored the first signal; mostly nothing is left
	}
	if errors.Is(err, exec.ErrWaitDelay) && ctx.Err() == nil {
		p.GetLogger(ctx).Warning("the command ended, but a process it left behind holds its output open; " +
			"what that prints is lost: redirect the output of background processes")
		err = nil
	}
	if errors.Is(err, syscall.E2BIG) {
		err = fmt.Errorf("%w: command and environment are too long; addPreviousOutputInEnv false shortens the latter", err)
	}
	if err != nil {
		return LocalOutput{}, captured.failure(err)
	}
	out := LocalOutput{Output: captured.output()}
	if out.Assets, err = l.assets(); err == nil {
		out.Archive, err = l.archive()
	}
	return out, err
}
