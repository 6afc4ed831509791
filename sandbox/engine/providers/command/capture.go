package command

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
)

// Logging says which streams of a command people see: in the engine's log while it runs, and in its error.
type Logging string

const (
	logStdout Logging = "stdout"
	logStderr Logging = "stderr"
	logBoth   Logging = "stdoutAndStderr"
	logNone   Logging = "none"
)

func (l Logging) isKnown() bool {
	return l == logStdout || l == logStderr || l == logBoth || l == logNone
}

const loggingRule = "must be stdout, stderr, stdoutAndStderr or none"

// capture keeps what a command prints and passes on the streams that may be seen, line by line.
type capture struct {
	stdout, stderr           bytes.Buffer
	stdoutLines, stderrLines lines
	shown                    Logging
}

func newCapture(ctx context.Context, logging *Logging) *capture {
	c := &capture{shown: logBoth}
	if logging != nil {
		c.shown = *logging
	}
	show := p.GetLogger(ctx).Info
	if c.shows(logStdout) {
		c.stdoutLines.show = show
	}
	if c.shows(logStderr) {
		c.stderrLines.show = show
	}
	return c
}

func (c *capture) shows(stream Logging) bool {
	return c.shown == logBoth || c.shown == stream
}

func (c *capture) writers() (stdout, stderr io.Writer) {
	return io.MultiWriter(&c.stdout, &c.stdoutLines), io.MultiWriter(&c.stderr, &c.stderrLines)
}

// output ends the capture.
func (c *capture) output() Output {
	c.stdoutLines.end()
	c.stderrLines.end()
	return Output{
		Stdout: strings.TrimSuffix(c.stdout.String(), "\n"),
		Stderr: strings.TrimSuffix(c.stderr.String(), "\n"),
	}
}

// failure says why a command failed, with the output that may be seen. The command itself is left out: it may hold secrets.
func (c *capture) failure(cause error) error {
	out := c.output()
	text := strings.Builder{}
	for _, stream := range []struct {
		name Logging
		text string
	}{{logStderr, out.Stderr}, {logStdout, out.Stdout}} {
		switch {
		case stream.text == "":
		case c.shows(stream.name):
			fmt.Fprintf(&text, "\n%s:\n%s", stream.name, stream.text)
		default:
			fmt.Fprintf(&text, "\n%s is not shown because logging is %q", stream.name, c.shown)
		}
	}
	return fmt.Errorf("command failed: %w%s", cause, text.String())
}

// lines cuts a stream into lines; without show it drops them.
type lines struct {
	show func(string)
	rest []byte
}

func (l *lines) Write(b []byte) (int, error) {
	if l.show == nil {
		return len(b), nil
	}
	l.rest = append(l.rest, b...)
	for {
		line, rest, ok := bytes.Cut(l.rest, []byte{'\n'})
		if !ok {
			return len(b), nil
		}
		l.show(string(line))
		l.rest = rest
	}
}

func (l *lines) end() {
	if len(l.rest) > 0 {
		l.show(string(l.rest))
		l.rest = nil
	}
}
