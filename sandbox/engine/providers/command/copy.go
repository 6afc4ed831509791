package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pkg/sftp"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"golang.org/x/crypto/ssh"
)

// CopyToRemoteArgs are the inputs of remote.CopyToRemote.
type CopyToRemoteArgs struct {
	Connection Connection           `pulumi:"connection" provider:"secret"`
	RemotePath string               `pulumi:"remotePath"`
	Source     types.AssetOrArchive `pulumi:"source"`
	Triggers   []any                `pulumi:"triggers,optional" provider:"replaceOnChanges"`
}

// CopyToRemoteState is remote.CopyToRemote as the stack keeps it.
type CopyToRemoteState struct{ CopyToRemoteArgs }

// CopyToRemote is remote.CopyToRemote. Its end leaves the copy where it is.
type CopyToRemote struct{}

// Annotate sets the token.
func (c *CopyToRemote) Annotate(a infer.Annotator) { a.SetToken("remote", "CopyToRemote") }

// Check refuses what cannot be copied as it is.
func (CopyToRemote) Check(
	ctx context.Context, req infer.CheckRequest,
) (infer.CheckResponse[CopyToRemoteArgs], error) {
	inputs, failures, err := infer.DefaultCheck[CopyToRemoteArgs](ctx, req.NewInputs)
	asset, archive := inputs.Source.Asset, inputs.Source.Archive
	isUnknown := asset == nil && archive == nil
	isCopyable := (asset != nil && (asset.IsPath() || asset.IsText())) || (archive != nil && archive.IsPath())
	if err == nil && len(failures) == 0 && !isUnknown && !isCopyable {
		failures = append(failures, p.CheckFailure{
			Property: "source",
			Reason:   "must be a FileAsset, a StringAsset or a FileArchive",
		})
	}
	return infer.CheckResponse[CopyToRemoteArgs]{Inputs: inputs, Failures: failures}, err
}

// Create copies.
func (CopyToRemote) Create(
	ctx context.Context, req infer.CreateRequest[CopyToRemoteArgs],
) (infer.CreateResponse[CopyToRemoteState], error) {
	resp := infer.CreateResponse[CopyToRemoteState]{Output: CopyToRemoteState{req.Inputs}}
	var err error
	if resp.ID, err = newID(req.Name); err == nil && !req.DryRun {
		err = req.Inputs.copy(ctx)
	}
	return resp, err
}

// Update copies again.
func (CopyToRemote) Update(
	ctx context.Context, req infer.UpdateRequest[CopyToRemoteArgs, CopyToRemoteState],
) (infer.UpdateResponse[CopyToRemoteState], error) {
	var err error
	if !req.DryRun {
		err = req.Inputs.copy(ctx)
	}
	return infer.UpdateResponse[CopyToRemoteState]{Output: CopyToRemoteState{req.Inputs}}, err
}

func (a CopyToRemoteArgs) copy(ctx context.Context) error {
	return a.Connection.with(ctx, func(client *ssh.Client) error {
		stop := context.AfterFunc(ctx, func() { client.Close() })
		defer stop()
		server, err := sftp.NewClient(client)
		if err != nil {
			return fmt.Errorf("sftp: %w", err)
		}
		defer server.Close()
		if asset := a.Source.Asset; asset != nil && asset.IsText() {
			return remote{server}.text(asset.Text, a.RemotePath)
		}
		return remote{server}.tree(a.localPath(), a.RemotePath)
	})
}

func (a CopyToRemoteArgs) localPath() string {
	if a.Source.Asset != nil {
		return a.Source.Asset.Path
	}
	return a.Source.Archive.Path
}

// remote is the file system of a host. Its paths have slashes on every system.
type remote struct{ *sftp.Client }

// isDir is false where nothing is.
func (r remote) isDir(name string) (bool, error) {
	info, err := r.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("remote path %q: %w", name, err)
	}
	return info.IsDir(), nil
}

func (r remote) text(content, to string) error {
	isDir, err := r.isDir(to)
	if err != nil {
		return err
	}
	if isDir {
		return fmt.Errorf("remote path %q is a directory: a StringAsset needs the path of a file", to)
	}
	return r.write(strings.NewReader(content), to)
}

// tree copies a file onto a path or into a directory. A directory goes into the remote path under its own name, so that
// copying again ends in the same place, or with its contents only where a slash ends the local path.
func (r remote) tree(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	into, err := r.isDir(to)
	if err != nil {
		return err
	}
	if (info.IsDir() && !strings.HasSuffix(from, "/")) || (!info.IsDir() && into) {
		to = path.Join(to, filepath.Base(from))
	}
	if !info.IsDir() {
		return r.file(from, to)
	}
	return filepath.WalkDir(from, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rest, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := path.Join(to, filepath.ToSlash(rest))
		if entry.IsDir() {
			return r.directory(target)
		}
		return r.file(name, target)
	})
}

func (r remote) directory(name string) error {
	if err := r.MkdirAll(name); err != nil {
		return fmt.Errorf("remote directory %q: %w", name, err)
	}
	return nil
}

func (r remote) file(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	return r.write(source, to)
}

func (r remote) write(source io.Reader, to string) error {
	if err := r.directory(path.Dir(to)); err != nil {
		return err
	}
	target, err := r.Create(to)
	if err != nil {
		return fmt.Errorf("remote file %q: %w", to, err)
	}
	_, err = target.ReadFrom(source)
	// The server may say only at the end that there was no room.
	if err = errors.Join(err, target.Close()); err != nil {
		return fmt.Errorf("remote file %q: %w", to, err)
	}
	return nil
}
