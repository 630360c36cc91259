package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/net/netutil"
	"golang.org/x/sync/errgroup"

	"gongshi"
	"gongshi/compliance"
	"gongshi/compliance/workday"
	"gongshi/ingest"
	"gongshi/ingest/store"
	"gongshi/internal/lockfile"
	"gongshi/web/desk"
	"gongshi/web/guard"
	"gongshi/web/upload"
)

type serveOptions struct {
	addr      string
	hosts     []string
	maxUpload byteSize
	verbose   bool
	tokens    tokenOptions
}

const defaultAddr = "127.0.0.1:8080"

func newServeCommand(a *app) *cobra.Command {
	o := serveOptions{maxUpload: 1 << 30}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: a.tr("网页和 HTTP 接口，供浏览器和其他程序使用", "web pages and an HTTP API, for browsers and other programs"),
		Long: a.tr(`启动网页和 HTTP 接口，用浏览器打开显示的地址。只有本机能访问，按 Ctrl+C 停止。
例：
  gongshi serve                                            本机使用
  gongshi serve --add-token 张三 --role import             发放令牌（只显示一次）
  gongshi serve --addr 0.0.0.0:8080 --host gongshi.office  供同事使用，必须先发放令牌
  gongshi serve --tokens                                   列出令牌
  gongshi serve --remove-token 张三                        收回令牌
令牌的权限：read 查看，import 还可上传，admin 还可搁置核查结果、保存查询。
运行期间命令行照常可用：检索、导入都不必停止服务，导入的内容一秒左右即可在网页上查到。
停止时先完成正在处理的请求；没有导入完的上传，下次启动时接着导入。详见 docs/serve.md。`,
			`Serves web pages and an HTTP API: open the address that is printed in a browser. Only this machine reaches it; Ctrl+C stops it.
Examples:
  gongshi serve                                            for yourself
  gongshi serve --add-token li --role import               makes a token, which is shown once
  gongshi serve --addr 0.0.0.0:8080 --host gongshi.office  for colleagues; needs a token
  gongshi serve --tokens                                   lists tokens
  gongshi serve --remove-token li                          takes one back
What tokens allow: read, to look; import, to upload as well; admin, to dismiss findings and save queries, too.
Commands work while it runs, also those that import: what they bring in is found about a second later.
When it is stopped it answers what it was asked; uploads that were not imported yet are, when it is started again. See docs/serve.md.`),
		Args: a.noArgs, ValidArgsFunction: noCompletion,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, name := range []string{"add-token", "remove-token", "addr", "host"} {
				if err := a.notEmpty(cmd, name); err != nil {
					return err
				}
			}
			if cmd.Flags().Changed("role") && o.tokens.add == "" {
				return errors.New(a.tr("--role 与 --add-token 同用", "--role goes with --add-token"))
			}
			if o.tokens.asked() {
				return runTokens(cmd.Context(), a, o.tokens)
			}
			return runServe(cmd.Context(), a, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.addr, "addr", defaultAddr, a.tr("监听的地址", "address to listen at"))
	flags.StringSliceVar(&o.hosts, "host", nil, a.tr("用户访问时使用的其他主机名，可带端口（须有令牌）", "another host name by which people reach it, with or without a port (needs a token)"))
	flags.Var(&o.maxUpload, "max-upload", a.tr("一次上传的上限，如 500MB、2GB", "how large an upload may be, as 500MB or 2GB"))
	flags.BoolVar(&o.verbose, "verbose", false, a.tr("在标准错误输出运行记录", "log to standard error what goes on"))
	o.tokens.flags(a, cmd)
	nameValue(flags, "addr", a.tr("地址", "ADDRESS"))
	nameValue(flags, "host", a.tr("主机名", "NAME"))
	nameValue(flags, "max-upload", a.tr("大小", "SIZE"))
	return cmd
}

// server is what runs while the corpus is served.
type server struct {
	*app
	serveOptions
	log    *slog.Logger
	corpus *served
	spool  *upload.Spool // nil where the data folder cannot be written to
}

func runServe(ctx context.Context, a *app, o serveOptions) (err error) {
	a.stderr = &lockedWriter{Writer: a.stderr} // several speak from here on
	level := slog.LevelWarn
	if o.verbose {
		level = slog.LevelInfo
	}
	s := &server{app: a, serveOptions: o, log: slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: level}))}
	at, err := net.ResolveTCPAddr("tcp", o.addr)
	if err != nil {
		return fmt.Errorf(a.tr("--addr 的值“%s”不对，应为 地址:端口，如 127.0.0.1:8080（%w）", "--addr %q: write it as ADDRESS:PORT, such as 127.0.0.1:8080 (%w)"), o.addr, err)
	}
	release, err := s.claim(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	if s.corpus, err = a.openServed(ctx, s.log); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.corpus.Close()) }()
	if err := s.checkTokens(ctx, at); err != nil {
		return err
	}
	listener, err := net.ListenTCP("tcp", at)
	if err != nil {
		return fmt.Errorf(a.tr("不能监听 %s：%w。可用 --addr 换一个端口", "cannot listen at %s: %w. Name another port with --addr"), o.addr, err)
	}
	if err := s.openSpool(); err != nil {
		return errors.Join(err, listener.Close())
	}
	return s.serve(ctx, listener)
}

// claim has this process be the one that serves the data folder, where anything
// can be written there.
func (s *server) claim(ctx context.Context) (release func() error, err error) {
	if err := s.checkData(); err != nil {
		return nil, err
	}
	lock, err := lockfile.Acquire(s.serveLock())
	if err != nil && !isHeld(err) { // there is no folder yet, or it cannot be written to
		if _, err := s.makeCorpus(ctx); err != nil {
			return nil, err
		}
		if lock, err = lockfile.Acquire(s.serveLock()); err != nil && !lockfile.CanWrite(s.data) {
			return func() error { return nil }, nil
		}
	}
	if held, ok := errors.AsType[*lockfile.HeldError](err); ok {
		return nil, fmt.Errorf(s.tr("数据目录 %s 已有服务在运行（进程 %d）。请直接使用它，或先停止它", "the data folder %s is being served already, by process %d: use that, or stop it"), s.data, held.Holder.PID)
	}
	if err != nil {
		return nil, err
	}
	return lock.Release, nil
}

func isHeld(err error) bool {
	_, held := errors.AsType[*lockfile.HeldError](err)
	return held
}

// serveLock is held by who serves the data folder.
func (a *app) serveLock() string { return filepath.Join(a.data, "serve.lock") }

// guarded tells whether people have to show a token: where others than those at
// this machine can come, directly or by something that stands in front.
func (s *server) guarded(at *net.TCPAddr) bool { return !at.IP.IsLoopback() || len(s.hosts) > 0 }

func (s *server) checkTokens(ctx context.Context, at *net.TCPAddr) error {
	if !s.guarded(at) {
		return nil
	}
	tokens, err := s.corpus.store.Tokens(ctx)
	if err != nil || len(tokens) > 0 {
		return err
	}
	return errors.New(s.tr("别的电脑也能访问此地址，必须先有令牌：gongshi serve --add-token 名称 --role read（或 import、admin）；只在本机使用时，不写 --addr 和 --host",
		"others can reach this address, and need a token: make one with gongshi serve --add-token NAME --role read (or import, admin); for yourself alone leave out --addr and --host"))
}

func (s *server) openSpool() (err error) {
	if s.corpus.forks == "" {
		s.say(s.tr("数据目录 %s 不能写入：只供查看，不能上传。", "the data folder %s cannot be written to: it can be looked at, nothing can be uploaded"), s.data)
		return nil
	}
	s.spool, err = upload.Open(s.uploadFolder(), upload.Options{Import: s.importUpload, Explain: s.explainUpload, MaxBytes: int64(s.maxUpload), Log: s.log})
	return err
}

// uploadFolder is where uploads wait.
func (a *app) uploadFolder() string { return filepath.Join(a.data, "uploads") }

// removedUpload tells whether a path is that of an upload whose file is gone, as it
// is once the store has its bytes. To read it again would be to find it missing, and
// its notices with it.
func (a *app) removedUpload(path string) bool {
	folder, err := filepath.Abs(a.uploadFolder())
	if err != nil || !strings.HasPrefix(path, folder+string(filepath.Separator)) {
		return false
	}
	_, err = os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// desk is what pages and API work with.
func (s *server) desk() *desk.Desk {
	d := &desk.Desk{Search: s.corpus, Store: s.corpus.store, Write: s.corpus.write, Rules: compliance.Rules(), Calendar: workday.Official(),
		Version: version(), Reader: ingest.Version, Covers: s.corpus.covers, Reason: reasonOf, Lang: s.lang, Log: s.log, Now: time.Now}
	if s.spool != nil {
		d.Uploads = s.spool
	}
	return d
}

// handler is all that is served.
func (s *server) handler(at netip.AddrPort, ending <-chan struct{}) (http.Handler, error) {
	o := guard.Options{Listening: at, Hosts: s.hosts, MaxUpload: int64(s.maxUpload), Costly: max(4*runtime.GOMAXPROCS(0), 8), Lang: s.lang, Log: s.log, Ending: ending}
	if s.guarded(net.TCPAddrFromAddrPort(at)) {
		o.TokenOf = s.corpus.store.TokenOf
		o.TokenNamed = s.corpus.store.TokenNamed
	}
	h, err := guard.New(newPages(s.desk()), o)
	if err != nil {
		return nil, fmt.Errorf("--host: %w", err)
	}
	return h, nil
}

// The limits of connections; those of requests are the guard's.
const (
	headerTime     = 10 * time.Second
	writeTime      = 60 * time.Second
	idleTime       = 2 * time.Minute
	maxHeader      = 32 << 10
	maxConnections = 1024
	// farewell is how long requests may take that are being answered when the server
	// is told to stop.
	farewell = 10 * time.Second
)

// serve answers requests and imports uploads until ctx is done.
func (s *server) serve(ctx context.Context, listener *net.TCPListener) error {
	at := listener.Addr().(*net.TCPAddr).AddrPort()
	h, err := s.handler(at, ctx.Done())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	web := &http.Server{Handler: h, ReadHeaderTimeout: headerTime, WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug)}
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error {
		if err := web.Serve(netutil.LimitListener(listener, maxConnections)); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	work.Go(func() error {
		<-ctx.Done()
		return s.shutDown(ctx, web)
	})
	work.Go(func() error { return s.corpus.follow(ctx) })
	if s.spool != nil {
		work.Go(func() error { return s.spool.Run(ctx) })
	}
	if err := s.announce(at); err != nil {
		return err
	}
	return work.Wait()
}

// shutDown lets requests end that are being answered.
func (s *server) shutDown(ctx context.Context, web *http.Server) error {
	s.log.Info("stopping")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	err := web.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		s.log.Warn("some requests did not end in time and were broken off")
		err = web.Close()
	}
	return err
}

// announce prints the address to open.
func (s *server) announce(at netip.AddrPort) error {
	host := at.Addr().Unmap()
	name := at.String()
	switch {
	case len(s.hosts) > 0:
		name = s.hosts[0]
		if !strings.Contains(name, ":") {
			name = fmt.Sprintf("%s:%d", name, at.Port())
		}
	case host.IsUnspecified():
		name = fmt.Sprintf("127.0.0.1:%d", at.Port())
	}
	if s.json {
		if err := s.printJSON(map[string]string{"url": "http://" + name + "/", "listening": at.String()}); err != nil {
			return err
		}
		return s.out.flush()
	}
	s.print(s.tr("请用浏览器打开 http://%s/ （按 Ctrl+C 停止）", "open http://%s/ in a browser (Ctrl+C stops it)"), name)
	return s.out.flush()
}

// importUpload is the [upload.Import] of the server.
func (s *server) importUpload(ctx context.Context, paths []string, again bool, progress func(upload.Progress)) (upload.Progress, error) {
	retry := ingest.RetryNothing
	if again {
		retry = ingest.RetryFailed
	}
	begun := time.Now()
	var told []desk.Failure // each is put into words once
	summary, err := s.corpus.importFiles(ctx, paths, retry, func(now ingest.Progress) {
		told = withFailures(told, now.Failures)
		progress(progressOf(now.Summary, now.Current, told))
	})
	s.log.Info("import of an upload", "paths", paths, "seen", summary.Seen, "notices", summary.Notices, "failed", summary.Failed,
		"seconds", time.Since(begun).Seconds(), "error", err)
	ended := progressOf(summary, "", withFailures(told, summary.Failures))
	if err == nil {
		ended.Incomplete, err = incomplete(ctx, s.corpus.store, paths)
	}
	return ended, err
}

func progressOf(s ingest.Summary, current string, failures []desk.Failure) upload.Progress {
	return upload.Progress{Current: current, Seen: s.Seen, Imported: s.Imported, Unchanged: s.Unchanged, Duplicate: s.Duplicate,
		Skipped: s.Skipped, Failed: s.Failed, Notices: s.Notices, Failures: failures}
}

// withFailures adds those of an import that are not told yet, as far as reports have
// room for them.
func withFailures(told []desk.Failure, all []ingest.Failure) []desk.Failure {
	for i := len(told); i < min(len(all), upload.MostFailures); i++ {
		f := &all[i]
		told = append(told, desk.Failure{Path: f.Path, Stage: f.Stage, Code: f.Code, Message: gongshi.Text{Zh: f.Message("zh"), En: f.Message("en")}})
	}
	return told
}

// incomplete tells whether more may come of what was imported from the paths, once
// this machine can read it.
func incomplete(ctx context.Context, st *store.Store, paths []string) (bool, error) {
	for _, path := range paths {
		src, known, err := st.Source(ctx, path)
		if err != nil || known && ingest.Incomplete(&src) {
			return true, err
		}
		_, members, _, err := st.Container(ctx, path)
		if err != nil {
			return true, err
		}
		for i := range members {
			if ingest.Incomplete(&members[i]) {
				return true, nil
			}
		}
	}
	return false, nil
}

// explainUpload says why the import of an upload failed, in both languages.
func (s *server) explainUpload(err error) gongshi.Text {
	zh, en := *s.app, *s.app
	zh.lang, en.lang = "zh", "en"
	zh.interrupted, en.interrupted = "可以重试。", "It can be tried again."
	return gongshi.Text{Zh: zh.explain(err), En: en.explain(err)}
}

// lockedWriter lets several goroutines write.
type lockedWriter struct {
	mu sync.Mutex
	io.Writer
}

func (w *lockedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.Writer.Write(p)
}

// byteSize is a flag for a number of bytes, such as 500MB.
type byteSize int64

var byteUnits = []struct {
	name string
	size int64
}{{"GB", 1 << 30}, {"MB", 1 << 20}, {"KB", 1 << 10}, {"G", 1 << 30}, {"M", 1 << 20}, {"K", 1 << 10}, {"B", 1}, {"", 1}}

func (b *byteSize) String() string {
	for _, unit := range byteUnits {
		if n := int64(*b); n >= unit.size && n%unit.size == 0 {
			return fmt.Sprint(n/unit.size) + unit.name
		}
	}
	return "0"
}

// Set implements pflag.Value.
func (b *byteSize) Set(s string) error {
	number := strings.ToUpper(strings.ReplaceAll(s, "i", ""))
	for _, unit := range byteUnits {
		if digits, ok := strings.CutSuffix(number, unit.name); ok {
			n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
			if err != nil || n <= 0 || n > (1<<40)/unit.size {
				break
			}
			*b = byteSize(n * unit.size)
			return nil
		}
	}
	return errors.New("应为大小，如 500MB、2GB / write a size, such as 500MB or 2GB")
}

// Type implements pflag.Value.
func (b *byteSize) Type() string { return "size" }
