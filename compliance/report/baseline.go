package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Baseline is the set of findings that were known before, by their
// fingerprints.
type Baseline map[string]bool

// ErrNoBaseline says that a file holds no findings of ours in a form that is
// read.
var ErrNoBaseline = errors.New("neither SARIF nor JSON of gongshi check")

// maxBaseline is how many bytes of a baseline are read.
const maxBaseline = 1 << 30

// ReadBaseline reads the findings of an earlier check: SARIF, or the lines that
// check --json writes, of which there are none when nothing was found.
func ReadBaseline(r io.Reader) (Baseline, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxBaseline+1))
	if err == nil && len(data) > maxBaseline {
		err = fmt.Errorf("it is larger than %d MB", maxBaseline>>20)
	}
	if err != nil {
		return nil, err
	}
	known := Baseline{}
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	for {
		var value struct {
			Fingerprint string `json:"fingerprint"`
			Runs        []struct {
				Results []sarifResult `json:"results"`
			} `json:"runs"`
		}
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) {
			return known, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoBaseline, err)
		}
		if value.Fingerprint == "" && value.Runs == nil {
			return nil, ErrNoBaseline
		}
		if value.Fingerprint != "" {
			known[value.Fingerprint] = true
		}
		for _, run := range value.Runs {
			for _, result := range run.Results {
				if print := result.PartialFingerprints[fingerprintKey]; print != "" {
					known[print] = true
				}
			}
		}
	}
}
