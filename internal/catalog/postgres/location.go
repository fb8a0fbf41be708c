package postgres

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

const (
	// connectTimeout is how long a connection may take, unless connect_timeout
	// says otherwise.
	connectTimeout = 10 * time.Second
	// connections is enough for any parallelism of Terraform, since a catalog
	// asks one thing at a time: one that works, and some while others are closed.
	connections = 4
	// idle is how long a connection is kept without use: a run that waits for
	// other providers takes no place on the server.
	idle = 2 * time.Second
)

const (
	searchPath       = "search_path"
	applicationName  = "application_name"
	clientMessages   = "client_min_messages"
	statementTimeout = "statement_timeout"
	lockTimeout      = "lock_timeout"
	idleTimeout      = "idle_in_transaction_session_timeout"
	isolation        = "default_transaction_isolation"
)

// isolated are the levels of isolation that a location may ask for. At any of them
// the lock of writers keeps them apart; at the first, who has waited for it need not
// begin anew.
var isolated = map[string]pgx.TxIsoLevel{
	"":                pgx.ReadCommitted,
	"read committed":  pgx.ReadCommitted,
	"repeatable read": pgx.RepeatableRead,
	"serializable":    pgx.Serializable,
}

// defaults are what every transaction sets, unless the location says otherwise, the
// times in milliseconds. A session that has lost its client holds the lock for less
// time than others wait for it.
var defaults = settings{
	statementTimeout: "30000",
	lockTimeout:      "20000",
	idleTimeout:      "15000",
	clientMessages:   "warning", // those are listened to
}

// parameters are those of a location that are the catalog's own.
type parameters struct {
	// schema holds the catalog, "" where the search path says which.
	schema string
	// entra says that tokens of Microsoft Entra are the password.
	entra bool
}

// take takes the catalog's own parameters from a query, and returns the rest.
func (p *parameters) take(query string) (rest string, err error) {
	var others []string
	for parameter := range strings.SplitSeq(query, "&") {
		switch name, value, _ := strings.Cut(parameter, "="); name {
		case "schema":
			p.schema, err = schemaName(value)
		case "authentication":
			p.entra = value == "entra"
			if !p.entra {
				err = invalid(fmt.Sprintf("The authentication in the URL of the catalog is %q.", value),
					"Write authentication=entra for tokens of Microsoft Entra; or leave it out for a password or a certificate, as PostgreSQL's own tools take them.")
			}
		default:
			others = append(others, parameter)
		}
		if err != nil {
			return "", err
		}
	}
	return strings.Join(others, "&"), nil
}

func schemaName(value string) (string, error) {
	const longest = 63
	schema, err := url.PathUnescape(value)
	if err != nil || schema == "" || len(schema) > longest || strings.ContainsRune(schema, 0) ||
		strings.HasPrefix(schema, "pg_") || schema == "information_schema" || schema == "$user" {
		return "", invalid(fmt.Sprintf("The schema of the catalog is %q.", value),
			fmt.Sprintf("Give schema a name of 1 to %d bytes that is not one of PostgreSQL's own, such as recovery, or leave it out "+
				"to use the search path of the role.", longest))
	}
	return schema, nil
}

// parse returns what the location of a catalog says: how to connect, what each
// transaction is to be, and the catalog's own parameters. No error repeats the
// location, for it may hold a password.
func parse(location string) (config *pgxpool.Config, each transaction, own parameters, err error) {
	parsed, err := url.Parse(location)
	if err != nil || mistyped(parsed) {
		return nil, transaction{}, parameters{}, invalid("The URL of the catalog cannot be read.",
			"It looks like postgres://user@host:5432/database?schema=name. In a user name or a password, write %23 for #, %2F for /, "+
				"%3A for :, %3B for ;, %3F for ?, %40 for @ and %25 for %; or leave the password out and set PGPASSWORD.")
	}
	if parsed.RawQuery, err = own.take(parsed.RawQuery); err != nil {
		return nil, transaction{}, parameters{}, err
	}
	config, err = pgxpool.ParseConfig(parsed.String())
	if err != nil {
		_, reason, _ := strings.Cut(err.Error(), "`: ")
		return nil, transaction{}, parameters{}, invalid(fmt.Sprintf("The URL of the catalog, or a PG variable of the environment, is not valid: %s.", reason),
			"The parameters of the URL are those of PostgreSQL's own tools, such as sslmode, sslrootcert, service and connect_timeout.")
	}
	if own.entra {
		if err := checkEntra(parsed, config); err != nil {
			return nil, transaction{}, parameters{}, err
		}
	}
	// What a session sets when it begins, a pooler refuses or forgets.
	session := config.ConnConfig.RuntimeParams
	if _, ok := session[applicationName]; !ok {
		session[applicationName] = "terraform-provider-siterecovery"
	}
	each.local = maps.Clone(defaults)
	for _, name := range []string{searchPath, statementTimeout, lockTimeout, idleTimeout} {
		if value, ok := session[name]; ok {
			each.local[name] = value
			delete(session, name)
		}
	}
	if own.schema != "" {
		each.local[searchPath] = pgx.Identifier{own.schema}.Sanitize()
	}
	var ok bool
	each.level, ok = isolated[strings.ToLower(session[isolation])]
	if ok {
		delete(session, isolation)
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = connectTimeout
	}
	// Every statement takes one round trip, the first of its kind too.
	config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	config.ConnConfig.BuildContextWatcherHandler = func(connection *pgconn.PgConn) ctxwatch.Handler {
		return &canceller{connection: connection}
	}
	config.MaxConns, config.MaxConnIdleTime, config.HealthCheckPeriod = connections, idle, idle/2
	// That a connection was lost shows when it is used: what is tried again then costs
	// less than asking each time before.
	config.ShouldPing = func(context.Context, pgxpool.ShouldPingParams) bool { return false }
	return config, each, own, nil
}

// mistyped reports whether a URL can be parsed and is not likely what was meant: a
// password may have come to be where it is shown, or sent as a name.
func mistyped(location *url.URL) bool {
	return location.Opaque != "" || location.Fragment != "" ||
		strings.Contains(location.EscapedPath()+location.RawQuery, "@") ||
		strings.ContainsAny(location.User.Username(), ";=") ||
		strings.Contains(location.RawQuery, ";") // which would be dropped, with its parameter
}

// name names a catalog for people, without user and password.
func name(config *pgxpool.Config, schema string) string {
	server := config.ConnConfig.Host
	if !strings.HasPrefix(server, "/") {
		server = net.JoinHostPort(server, strconv.Itoa(int(config.ConnConfig.Port)))
	}
	text := fmt.Sprintf("'%s' at %s", config.ConnConfig.Database, server)
	if schema != "" {
		text += fmt.Sprintf(", schema '%s'", schema)
	}
	return text
}

func invalid(detail, remedy string) error {
	return &storage.Problem{Err: storage.ErrUnavailable, Detail: detail, Remedy: remedy}
}
