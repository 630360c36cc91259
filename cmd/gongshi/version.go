package main

import (
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"gongshi/compliance/workday"
	"gongshi/index"
	"gongshi/index/segment"
	"gongshi/ingest"
)

// release is the version of the program, written into it by the build.
var release string

func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "dev"
}

// versionJSON is what the program is made of.
type versionJSON struct {
	Version    string `json:"version"`
	Build      string `json:"build"`
	Reader     int    `json:"reader"`
	Index      string `json:"index_format"`
	Dictionary string `json:"dictionary"`
	Calendar   struct {
		From int `json:"from"`
		To   int `json:"to"`
	} `json:"calendar"`
}

func newVersionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: a.tr("程序、索引、词典、日历的版本", "versions of program, index, dictionary and calendar"),
		Args:  a.noArgs, ValidArgsFunction: noCompletion,
		RunE: func(*cobra.Command, []string) error { return runVersion(a) },
	}
}

func runVersion(a *app) error {
	v := versionJSON{Version: version(), Build: runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH,
		Reader: ingest.Version, Index: index.Version, Dictionary: segment.Version()}
	v.Calendar.From, v.Calendar.To = workday.Official().Years()
	if a.json {
		return a.printJSON(v)
	}
	a.print("gongshi %s (%s)", v.Version, v.Build)
	a.print(a.tr("读取 %d，索引 %s，词典 %.12s，日历 %d–%d 年", "reader %d, index %s, dictionary %.12s, calendar %d–%d"),
		v.Reader, v.Index, v.Dictionary, v.Calendar.From, v.Calendar.To)
	return nil
}
