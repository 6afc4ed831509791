package command

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gobwas/glob"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// assets are the files that assetPaths names, by path relative to the command's folder.
func (l Local) assets() (map[string]types.AssetOrArchive, error) {
	if l.AssetPaths == nil {
		return nil, nil
	}
	found, err := l.find(l.AssetPaths)
	assets := map[string]types.AssetOrArchive{}
	for path, asset := range found {
		assets[path] = types.AssetOrArchive{Asset: asset}
	}
	return assets, err
}

// archive holds the files that archivePaths names.
func (l Local) archive() (*types.AssetOrArchive, error) {
	if l.ArchivePaths == nil {
		return nil, nil
	}
	found, err := l.find(l.ArchivePaths)
	if err != nil {
		return nil, err
	}
	files := map[string]any{}
	for path, asset := range found {
		files[path] = asset
	}
	archive, err := resource.NewAssetArchive(files)
	return &types.AssetOrArchive{Archive: archive}, err
}

// find applies the rules in turn to each file; a rule that starts with ! takes away what earlier ones gave.
func (l Local) find(rules []string) (map[string]*resource.Asset, error) {
	patterns := make([]*glob.Pattern, len(rules))
	for i, rule := range rules {
		var err error
		if patterns[i], err = glob.Compile(strings.TrimPrefix(rule, "!"), '/'); err != nil {
			return nil, fmt.Errorf("path %q: %w", rule, err)
		}
	}
	dir := "."
	if l.Dir != nil {
		dir = *l.Dir
	}
	// Absolute, because the engine reads the files from a directory of its own.
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	found := map[string]*resource.Asset{}
	err = fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		isWanted := false
		for i, pattern := range patterns {
			if pattern.Match(path) {
				isWanted = !strings.HasPrefix(rules[i], "!")
			}
		}
		if isWanted {
			found[path], err = resource.NewPathAsset(filepath.Join(dir, path))
		}
		return err
	})
	return found, err
}
