package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"gongshi/ingest/store"
	"gongshi/web/guard"
)

// tokenOptions are those of serve that make, list and remove tokens.
type tokenOptions struct {
	add, role, remove string
	list              bool
}

func (o *tokenOptions) flags(a *app, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&o.add, "add-token", "", a.tr("为此人或程序发放令牌，只显示一次", "make a token for somebody, or a program; it is shown once"))
	flags.StringVar(&o.role, "role", string(guard.RoleRead), a.tr("令牌的权限：read 查看，import 还可上传，admin 全部", "what the token allows: read, import (to upload, too) or admin (everything)"))
	flags.BoolVar(&o.list, "tokens", false, a.tr("列出令牌", "list tokens"))
	flags.StringVar(&o.remove, "remove-token", "", a.tr("收回此人的令牌", "take the token of this name back"))
	nameValue(flags, "add-token", a.tr("名称", "NAME"))
	nameValue(flags, "remove-token", a.tr("名称", "NAME"))
	nameValue(flags, "role", a.tr("权限", "ROLE"))
	completeFlag(cmd, "role", values(roleNames()...)...)
}

func roleNames() (names []string) {
	for _, role := range guard.Roles {
		names = append(names, string(role))
	}
	return names
}

// asked tells whether tokens are all that is asked for: nothing is served then.
func (o *tokenOptions) asked() bool { return o.list || o.add != "" || o.remove != "" }

func runTokens(ctx context.Context, a *app, o tokenOptions) error {
	if o.add != "" && o.remove != "" {
		return errors.New(a.tr("--add-token 与 --remove-token 不能同时用", "--add-token and --remove-token do not go together"))
	}
	if o.add != "" {
		return a.addToken(ctx, o)
	}
	if _, err := a.makeCorpus(ctx); err != nil {
		return err
	}
	if o.remove != "" {
		return a.removeToken(ctx, o.remove)
	}
	return a.listTokens(ctx)
}

// longestTokenName is how long the name of a token can be, in characters.
const longestTokenName = 60

func (a *app) addToken(ctx context.Context, o tokenOptions) (err error) {
	if !slices.Contains(roleNames(), o.role) {
		return fmt.Errorf(a.tr("--role 可用 %s", "--role: use one of %s"), strings.Join(roleNames(), ", "))
	}
	if o.add != printable(o.add) || o.add != strings.TrimSpace(o.add) || utf8.RuneCountInString(o.add) > longestTokenName {
		return fmt.Errorf(a.tr("--add-token 的名称“%s”不能用：应为 1 到 %d 个字，不含换行等控制字符，首尾无空格", "--add-token: %q cannot be a name: it has 1 to %d characters, no control characters and no blanks around it"), printable(o.add), longestTokenName)
	}
	if _, err := a.makeCorpus(ctx); err != nil {
		return err
	}
	st, err := store.Open(ctx, a.data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	var chance [32]byte
	rand.Read(chance[:])
	secret := base64.RawURLEncoding.EncodeToString(chance[:])
	err = st.AddToken(ctx, store.Token{Name: o.add, Role: o.role, Made: time.Now()}, secret)
	if errors.Is(err, store.ErrTaken) {
		return fmt.Errorf(a.tr("“%s”已有令牌：请用别的名称，或先用 --remove-token 收回", "there is a token %q already: use another name, or --remove-token first"), o.add)
	}
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(map[string]string{"name": o.add, "role": o.role, "token": secret})
	}
	a.print("%s", secret)
	if err := a.out.flush(); err != nil {
		return err
	}
	a.say("%s", a.tr("以上是令牌，只显示这一次：请交给使用者。浏览器打开网页时输入，程序写在请求头 Authorization: Bearer 令牌。",
		"This is the token; it is not shown again. In a browser it is asked for; programs send Authorization: Bearer TOKEN."))
	return nil
}

func (a *app) removeToken(ctx context.Context, name string) (err error) {
	st, err := store.Open(ctx, a.data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	err = st.DeleteToken(ctx, name)
	if errors.Is(err, store.ErrNotFound) {
		a.say(a.tr("“%s”没有令牌：gongshi serve --tokens 列出全部。", "there is no token %q: gongshi serve --tokens lists all"), printable(name))
		return exit(exitNothing)
	}
	if err == nil {
		a.say(a.tr("“%s”的令牌已收回，立即生效。", "the token %q is taken back and opens nothing any more"), printable(name))
	}
	return err
}

// tokenJSON is a token for programs.
type tokenJSON struct {
	Name string    `json:"name"`
	Role string    `json:"role"`
	Made time.Time `json:"made"`
}

func (a *app) listTokens(ctx context.Context) (err error) {
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	tokens, err := st.Tokens(ctx)
	if err != nil {
		return err
	}
	var t table
	for _, one := range tokens {
		if a.json {
			if err := a.printJSON(tokenJSON(one)); err != nil {
				return err
			}
			continue
		}
		t.add(one.Name, one.Role, one.Made.Local().Format("2006-01-02 15:04"))
	}
	if len(tokens) == 0 {
		a.say("%s", a.tr("没有令牌：gongshi serve --add-token 名称 --role read", "there are no tokens: gongshi serve --add-token NAME --role read"))
		return exit(exitNothing)
	}
	return t.write(a.out, width(a.out.file))
}
