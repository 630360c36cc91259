package profile

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"gongshi"
	"gongshi/compliance"
	"gongshi/parse/regions"
)

// maxFile is how many bytes a profile has at most.
const maxFile = 1 << 20

// Read reads a profile. A mistake in it is an [*Error].
func Read(r io.Reader) (*Profile, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read profile: %w", err)
	}
	if len(data) > maxFile {
		return nil, mistake(nil, fmt.Sprintf("超过%d字节", maxFile), fmt.Sprintf("longer than %d bytes", maxFile))
	}
	decoder := yaml.NewDecoder(strings.NewReader(string(data)))
	var file yaml.Node
	switch err := decoder.Decode(&file); {
	case errors.Is(err, io.EOF):
		return &Profile{}, nil
	case err != nil:
		return nil, notYAML(err)
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, mistake(nil, "只能有一个 YAML 文档（--- 之后还有内容）", "one YAML document only: there is more after ---")
	}
	p := &Profile{}
	if err := p.read(file.Content[0]); err != nil {
		return nil, err
	}
	return p, nil
}

// notYAML hands on what the reader of YAML says, which names the line itself.
func notYAML(err error) error {
	said := strings.TrimPrefix(err.Error(), "yaml: ")
	return mistake(nil, "不是 YAML："+said, "no YAML: "+said)
}

// mistake is an error at a node of the file.
func mistake(at *yaml.Node, zh, en string) error {
	e := &Error{Text: gongshi.Text{Zh: zh, En: en}}
	if at != nil {
		e.Line = at.Line
	}
	return e
}

// allowed is a mistake that says what can be written instead.
func allowed(at *yaml.Node, what gongshi.Text, can []string) error {
	return mistake(at,
		fmt.Sprintf("%s“%s”不对，可用：%s", what.Zh, at.Value, strings.Join(can, "、")),
		fmt.Sprintf("%s %q is not known; use %s", what.En, at.Value, strings.Join(can, ", ")))
}

// field reads the value of a key.
type field struct {
	name string
	read func(value *yaml.Node) error
}

// fields reads a mapping whose keys are given; each can be there once.
func fields(node *yaml.Node, known ...field) error {
	if node.Kind != yaml.MappingNode {
		return mistake(node, "此处应是“键: 值”", "a list of keys and values is wanted here")
	}
	var names []string
	for _, f := range known {
		names = append(names, f.name)
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		k := slices.Index(names, key.Value)
		if k < 0 {
			return allowed(key, gongshi.Text{Zh: "键", En: "the key"}, names)
		}
		if seen[key.Value] {
			return mistake(key, fmt.Sprintf("“%s”写了两次", key.Value), fmt.Sprintf("%q is there twice", key.Value))
		}
		seen[key.Value] = true
		if value.Kind == yaml.AliasNode {
			return mistake(value, "不支持别名（*）", "aliases (*) are not supported")
		}
		if err := known[k].read(value); err != nil {
			return err
		}
	}
	return nil
}

// scalar reads a single value into at.
func scalar(at *string) func(*yaml.Node) error {
	return func(value *yaml.Node) error {
		if value.Kind != yaml.ScalarNode || value.Value == "" {
			return mistake(value, "此处应是一个值", "a single value is wanted here")
		}
		*at = value.Value
		return nil
	}
}

// list reads a list of values, or one alone.
func list(read func(value *yaml.Node) error) func(*yaml.Node) error {
	return func(value *yaml.Node) error {
		items := []*yaml.Node{value}
		if value.Kind == yaml.SequenceNode {
			items = value.Content
		}
		if len(items) == 0 {
			return mistake(value, "列表是空的：不需要就删去这一行", "the list is empty: leave the line out instead")
		}
		for _, item := range items {
			if item.Kind != yaml.ScalarNode {
				return mistake(item, "此处应是一个值", "a single value is wanted here")
			}
			if err := read(item); err != nil {
				return err
			}
		}
		return nil
	}
}

func (p *Profile) read(node *yaml.Node) error {
	all := pack{} // what is set for all notices comes before the packs
	var packs []pack
	err := fields(node,
		field{"calendar", scalar(&p.Calendar)},
		field{"minimum", all.readMinimum},
		field{"required", list(all.readRequired)},
		field{"rules", all.readRules},
		field{"packs", func(value *yaml.Node) error {
			if value.Kind != yaml.SequenceNode {
				return mistake(value, "packs 应是列表，每项以“-”开头", "packs is a list; each item begins with -")
			}
			for _, item := range value.Content {
				k, err := readPack(item)
				if err != nil {
					return err
				}
				packs = append(packs, k)
			}
			if len(packs) >= maxPacks {
				return mistake(value, fmt.Sprintf("最多%d项", maxPacks-1), fmt.Sprintf("at most %d items", maxPacks-1))
			}
			return nil
		}})
	p.packs = append([]pack{all}, packs...)
	return err
}

func readPack(node *yaml.Node) (pack, error) {
	var k pack
	var name string // for people
	err := fields(node,
		field{"name", scalar(&name)},
		field{"provinces", list(k.readProvince)},
		field{"authority", k.readAuthority},
		field{"rounds", list(k.readRound)},
		field{"minimum", k.readMinimum},
		field{"required", list(k.readRequired)},
		field{"rules", k.readRules},
	)
	return k, err
}

// readProvince reads 湖南省 or 湖南.
func (k *pack) readProvince(value *yaml.Node) error {
	end, _, divisions := regions.At(value.Value, 0)
	for _, d := range divisions {
		if end == len(value.Value) && d.Level() == regions.Province {
			k.provinces = append(k.provinces, d.Name)
			return nil
		}
	}
	return mistake(value, fmt.Sprintf("没有“%s”这个省级行政区", value.Value), fmt.Sprintf("there is no province %q", value.Value))
}

func (k *pack) readAuthority(value *yaml.Node) error {
	for _, a := range []gongshi.Authority{gongshi.AuthorityCentral, gongshi.AuthorityProvincial, gongshi.AuthorityOther} {
		if value.Value == string(a) || value.Value == a.Name().Zh {
			k.authority = a
			return nil
		}
	}
	return allowed(value, gongshi.Text{Zh: "督察主体", En: "the authority"}, []string{"central", "provincial", "other"})
}

func (k *pack) readRound(value *yaml.Node) error {
	n, err := strconv.Atoi(value.Value)
	if err != nil || n < 1 || n > 99 {
		return mistake(value, fmt.Sprintf("轮次“%s”不对：应是 1 以上的整数", value.Value), fmt.Sprintf("the round %q is no number from 1 up", value.Value))
	}
	k.rounds = append(k.rounds, n)
	return nil
}

// minimumUnits are the ways to write the unit of the shortest period.
var minimumUnits = []struct {
	word string
	unit gongshi.DayUnit
}{
	{"个工作日", gongshi.UnitWorking}, {"工作日", gongshi.UnitWorking}, {"working days", gongshi.UnitWorking}, {"working", gongshi.UnitWorking},
	{"个自然日", gongshi.UnitCalendar}, {"自然日", gongshi.UnitCalendar}, {"天", gongshi.UnitCalendar}, {"calendar days", gongshi.UnitCalendar}, {"calendar", gongshi.UnitCalendar},
}

// readMinimum reads 10个工作日, 7天, 10 working days.
func (k *pack) readMinimum(value *yaml.Node) error {
	for _, u := range minimumUnits {
		if number, ok := strings.CutSuffix(value.Value, u.word); ok {
			if n, err := strconv.Atoi(strings.TrimSpace(number)); err == nil && n >= 1 && n <= 366 {
				k.demands.MinimumDays, k.demands.MinimumUnit = n, u.unit
				return nil
			}
		}
	}
	return mistake(value,
		fmt.Sprintf("最短公示期“%s”不对：如“10个工作日”“7天”", value.Value),
		fmt.Sprintf("the minimum %q is not understood: write 10 working days or 7 calendar days", value.Value))
}

// readRequired reads a kind of section, by the name that programs or people use.
func (k *pack) readRequired(value *yaml.Node) error {
	var can []string
	for _, kind := range compliance.RequirableSections {
		if value.Value == string(kind) || value.Value == kind.Name().Zh {
			k.demands.Required = append(k.demands.Required, kind)
			return nil
		}
		can = append(can, string(kind))
	}
	return allowed(value, gongshi.Text{Zh: "分节", En: "the section"}, can)
}

// readRules reads severities by rule, or by the word that several begin with.
func (k *pack) readRules(node *yaml.Node) error {
	if node.Kind != yaml.MappingNode {
		return mistake(node, "rules 应写作“规则: 级别”", "rules are written as rule: severity")
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		ids := ruleIDs(key.Value)
		if len(ids) == 0 || key.Value == "" {
			return mistake(key, fmt.Sprintf("没有规则“%s”：见 docs/rules.md", key.Value), fmt.Sprintf("there is no rule %q: see docs/rules.md", key.Value))
		}
		at := slices.IndexFunc(severityWords, func(w severityWord) bool { return w.word == value.Value })
		if value.Kind != yaml.ScalarNode || at < 0 {
			return allowed(value, gongshi.Text{Zh: "级别", En: "the severity"}, []string{"error", "warning", "note", "off"})
		}
		for _, id := range ids {
			k.settings = append(k.settings, setting{id, severityWords[at].severity})
		}
	}
	return nil
}
