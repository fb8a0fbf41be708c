package vault

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// reader reads settings, and collects what is wrong with them.
type reader struct {
	getenv   func(string) string
	problems Problems
}

func (r *reader) add(attribute, detail, remedy string) {
	r.problems = append(r.problems, Problem{Attribute: attribute, Detail: detail, Remedy: remedy})
}

// text returns the value of an attribute or, where it has none, of the first of
// the variables that has one.
func (r *reader) text(attribute, value string, variables ...string) setting {
	if value != "" {
		return setting{value: value, from: attribute, declared: true}
	}
	for _, variable := range variables {
		if value := strings.TrimSpace(r.getenv(variable)); value != "" {
			return setting{value: value, from: variable}
		}
	}
	return setting{}
}

// flag is text for what is true or false.
func (r *reader) flag(attribute string, value *bool, variable string) flag {
	if value != nil {
		return flag{on: *value, from: attribute, declared: true}
	}
	text := r.text("", "", variable)
	if !text.given() {
		return flag{}
	}
	on, err := strconv.ParseBool(text.value)
	if err != nil {
		r.add("", fmt.Sprintf("The value of %s is %q.", variable, text.value), "Set it to true or to false.")
	}
	return flag{on: on, from: variable}
}

// https checks that a setting is an address that tokens may be sent to.
func (r *reader) https(s setting) {
	if !s.given() {
		return
	}
	address, err := url.Parse(s.value)
	if err != nil || address.Scheme != "https" || address.Host == "" || address.User != nil || address.RawQuery != "" {
		r.add(s.attribute(), fmt.Sprintf("The value of %s is %q, which is no address of a service.", s.from, s.value),
			"Give it a URL that begins with https://, such as https://management.example.com.")
	}
}

// method is a way to prove who asks.
type method int

// The methods, in the order of preference.
const (
	noMethod method = iota
	byOIDC
	byCertificate
	bySecret
	byMSI
	byCLI
)

// String names the method for people.
func (m method) String() string {
	return [...]string{
		"no credentials", "OpenID Connect", "a client certificate", "a client secret", "a managed identity", "the Azure CLI",
	}[m]
}

// asked is a method that a setting asks for.
type asked struct {
	method   method
	from     string
	declared bool
}

// chooseMethod decides how to prove who asks: by what the attributes ask for,
// otherwise by what the environment asks for, otherwise through the Azure CLI.
func (s *settings) chooseMethod(r *reader) {
	var all []asked
	flags := func(m method, flags ...flag) {
		for _, f := range flags {
			if f.on {
				all = append(all, asked{m, f.from, f.declared})
				return
			}
		}
	}
	texts := func(m method, texts ...setting) {
		for _, t := range texts {
			if t.given() {
				all = append(all, asked{m, t.from, t.declared})
				return
			}
		}
	}
	s.checkIdle(r)
	flags(byOIDC, s.oidc, s.workloadIdentity)
	texts(byCertificate, s.certificateFile, s.certificate)
	texts(bySecret, s.secret, s.secretFile)
	flags(byMSI, s.msi)

	declared := slices.DeleteFunc(slices.Clone(all), func(a asked) bool { return !a.declared })
	switch {
	case len(declared) > 1:
		r.add(declared[1].from, fmt.Sprintf("Both %s and %s are given, and the vault is asked in one way only.", declared[0].from, declared[1].from),
			"Keep the one that the vault is to be asked with, and take out the other.")
		return
	case len(declared) == 1:
		s.method = declared[0].method
	case len(all) > 0 && (!s.cli.on || !s.cli.declared):
		s.method = all[0].method
	case s.cli.on || s.cli.from == "":
		s.method = byCLI
	default:
		r.add("", fmt.Sprintf("There are no credentials for the vault, and %s is false.", s.cli.from),
			"Give client_secret or client_certificate_path, or set use_oidc, use_msi or use_cli to true; each may also be given as its "+
				"ARM_ variable, such as ARM_CLIENT_SECRET.")
		return
	}
	s.checkMethod(r)
}

// checkIdle checks that no attribute is given in vain.
func (s *settings) checkIdle(r *reader) {
	for _, given := range []setting{s.oidcTokenFile, s.oidcURL, s.oidcRequestToken} {
		if given.declared && !s.oidc.on && !s.workloadIdentity.on {
			r.add(given.from, fmt.Sprintf("%s is given, but use_oidc is not true, so it would not be used.", given.from),
				"Set use_oidc to true, or take out "+given.from+".")
		}
	}
	if s.certificateSecret.declared && !s.certificateFile.given() && !s.certificate.given() {
		r.add(s.certificateSecret.from, "client_certificate_password is given, but no certificate.",
			"Give client_certificate_path, or take out client_certificate_password.")
	}
}

// checkMethod checks that what a method needs is given.
func (s *settings) checkMethod(r *reader) {
	need := func(attribute, variable string, choices ...setting) {
		if !slices.ContainsFunc(choices, setting.given) {
			r.add(attribute, fmt.Sprintf("With %s, %s is needed.", s.method, attribute),
				fmt.Sprintf("Give %s, or set %s.", attribute, variable))
		}
	}
	if s.method == byOIDC || s.method == byCertificate || s.method == bySecret {
		need("tenant_id", "ARM_TENANT_ID", s.tenant)
		need("client_id", "ARM_CLIENT_ID", s.client, s.clientFile)
	}
	if s.method != byOIDC || s.oidcToken.given() || s.oidcTokenFile.given() {
		return
	}
	if !s.oidcURL.given() {
		r.add("use_oidc", "With OpenID Connect, a token is needed, and nothing says where it is.",
			"Give oidc_token_file_path, or oidc_request_url with oidc_request_token, or set ARM_OIDC_TOKEN. GitHub sets the request's "+
				"variables in jobs with the permission id-token: write; in Azure Pipelines, pass SYSTEM_ACCESSTOKEN on to the step.")
		return
	}
	r.https(s.oidcURL.withoutQuery())
	need("oidc_request_token", "ARM_OIDC_REQUEST_TOKEN", s.oidcRequestToken)
	if s.oidcURL.from == "SYSTEM_OIDCREQUESTURI" && !s.oidcConnection.given() {
		r.add("", "In Azure Pipelines, a token is asked for in the name of a service connection, and none is given.",
			"Set ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID to the id of the service connection.")
	}
}

// withoutQuery returns the setting without the query that its URL may have.
func (s setting) withoutQuery() setting {
	s.value, _, _ = strings.Cut(s.value, "?")
	return s
}
