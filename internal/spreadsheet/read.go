package spreadsheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// ErrTable says that data is no table that can be read.
var ErrTable = errors.New("neither CSV nor XLSX")

// maxUnpacked is how large the parts of a workbook may be when unpacked.
const maxUnpacked = 256 << 20

// Read reads a table, known by its content: the first sheet of a workbook, or values
// parted by comma, tab or semicolon, in UTF-8 or, as spreadsheet programs
// in China write them, GB18030.
func Read(data []byte) ([][]string, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return readXLSX(data)
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, ErrTable
	}
	return readCSV(data)
}

func readXLSX(data []byte) ([][]string, error) {
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTable, err)
	}
	defer file.Close()
	rows, err := file.GetRows(file.GetSheetName(0))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTable, err)
	}
	return rows, nil
}

func readCSV(data []byte) ([][]string, error) {
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	if !utf8.Valid(data) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrTable, err)
		}
		data = decoded
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = separator(string(data))
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTable, err)
	}
	return rows, nil
}

// separator is what stands in the beginning of the data most often.
func separator(data string) rune {
	data = data[:min(len(data), 4096)]
	best := ','
	for _, r := range "\t;" {
		if strings.Count(data, string(r)) > strings.Count(data, string(best)) {
			best = r
		}
	}
	return best
}
