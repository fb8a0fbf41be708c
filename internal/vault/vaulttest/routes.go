package vaulttest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// answer is what a request is answered with.
type answer struct {
	status int
	body   any
	header map[string]string
}

func ok(body any) answer { return answer{status: http.StatusOK, body: body} }

// unknown refuses what the real service would not know.
func (s *Service) unknown(r *http.Request, format string, arguments ...any) answer {
	reason := fmt.Sprintf(format, arguments...)
	s.problems = append(s.problems, fmt.Sprintf("%s %s: %s", r.Method, r.URL, reason))
	return answer{status: http.StatusNotImplemented, body: map[string]any{"error": map[string]any{"code": "UnknownToTheFake", "message": reason}}}
}

// ServeHTTP answers a request.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	s.take()
	s.mu.Lock()
	s.underWay--
	route, handle := s.route(r, body)
	var fault Fault
	if waiting := s.faults[route]; len(waiting) > 0 {
		fault, s.faults[route] = waiting[0], waiting[1:]
	}
	var given answer
	switch {
	case fault.drop && !fault.after:
	case fault.status != 0:
		given = answer{status: fault.status, body: fault.body, header: map[string]string{}}
		if fault.retryAfter != "" {
			given.header["Retry-After"] = fault.retryAfter
		}
	default:
		given = handle()
	}
	s.requests = append(s.requests, Request{Route: route, Host: r.Host, UserAgent: r.UserAgent(), Status: given.status})
	s.mu.Unlock()
	if fault.drop {
		panic(http.ErrAbortHandler)
	}
	write(w, given, fault)
}

// write writes an answer, or what a fault leaves of it.
func write(w http.ResponseWriter, given answer, fault Fault) {
	for name, value := range given.header {
		w.Header().Set(name, value)
	}
	var content []byte
	if given.body != nil {
		var err error
		if content, err = json.Marshal(given.body); err != nil {
			panic(err)
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	if fault.garbled && len(content) > 0 {
		content = content[:len(content)-1]
	}
	if fault.cut {
		if len(content) == 0 {
			panic(http.ErrAbortHandler)
		}
		w.Header().Set("Content-Length", fmt.Sprint(len(content)))
		w.WriteHeader(given.status)
		_, _ = w.Write(content[:len(content)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(given.status)
	_, _ = w.Write(content)
}

// route finds what a request asks for.
func (s *Service) route(r *http.Request, body []byte) (string, func() answer) {
	segments := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if r.TLS == nil || !strings.EqualFold(segments[0], "subscriptions") {
		return s.routeIdentity(r, segments, body)
	}
	// [domain]: ids are compared without case, and so are the segments of paths [ARM].
	scope := strings.Split(strings.Trim(VaultID, "/"), "/")
	if len(segments) <= len(scope) || !strings.EqualFold(strings.Join(segments[:len(scope)], "/"), strings.Join(scope, "/")) {
		return r.Method + " " + r.URL.Path, func() answer { return s.authorized(r, func() answer { return s.elsewhere(r, segments) }) }
	}
	rest := segments[len(scope):]
	kinds, names := apart(rest)
	template := strings.Join(kinds, "/*/")
	if len(rest)%2 == 0 {
		template += "/*"
	}
	route := r.Method + " " + template
	return route, func() answer {
		return s.authorized(r, func() answer {
			if refusal, refused := s.query(r); refused {
				return refusal
			}
			return s.resource(r, template, names, body)
		})
	}
}

// apart takes the kinds and the names in a path apart.
func apart(segments []string) (kinds, names []string) {
	for i, segment := range segments {
		if i%2 == 0 {
			kinds = append(kinds, segment)
		} else {
			names = append(names, segment)
		}
	}
	return kinds, names
}

// elsewhere answers for another vault, of which there is none [ARM].
func (s *Service) elsewhere(r *http.Request, segments []string) answer {
	if len(segments) < 4 || !strings.EqualFold(segments[1], Subscription) || !strings.EqualFold(segments[3], Group) {
		return answer{status: http.StatusNotFound, body: map[string]any{"error": map[string]any{
			"code": "ResourceGroupNotFound", "message": "The resource group could not be found.",
		}}}
	}
	if len(segments) > 7 && strings.EqualFold(segments[6], "vaults") {
		return answer{status: http.StatusNotFound, body: map[string]any{"error": map[string]any{
			"code": "ResourceNotFound", "message": fmt.Sprintf("The Resource 'Microsoft.RecoveryServices/vaults/%s' was not found.", segments[7]),
		}}}
	}
	return s.unknown(r, "no such path")
}

// query checks the parameters: the version that the SDK asks for [SDK], and the
// token of a page that the fake itself gave out.
func (s *Service) query(r *http.Request) (answer, bool) {
	query := r.URL.Query()
	if version := query.Get("api-version"); version != apiVersion {
		return s.unknown(r, "api-version is %q", version), true
	}
	for name := range query {
		if name != "api-version" && (name != "$skipToken" || r.Method != http.MethodGet) {
			return s.unknown(r, "there is no parameter %q", name), true
		}
	}
	return answer{}, false
}

// resource answers for a resource of the vault [spec].
func (s *Service) resource(r *http.Request, template string, names []string, body []byte) answer {
	if r.Method != http.MethodGet && !strings.HasSuffix(template, "/replicationNetworkMappings/*") {
		return s.unknown(r, "only network mappings can be changed here")
	}
	if r.Method == http.MethodGet && len(body) > 0 {
		return s.unknown(r, "a question has a body")
	}
	switch template {
	case "replicationFabrics":
		return s.page(r, each(s.fabrics, s.fabricItem))
	case "replicationNetworks":
		return s.page(r, s.networkItems())
	case "replicationNetworkMappings":
		return s.page(r, each(s.mappings, s.mappingItem))
	case "replicationProtectionContainers":
		return s.page(r, s.cloudItems())
	case "replicationProtectionContainerMappings":
		return s.page(r, s.pairingItems())
	case "replicationProtectedItems":
		return s.page(r, s.machineItems())
	case "replicationFabrics/*/replicationLogicalNetworks":
		fabric := s.fabric(names[0])
		if fabric == nil {
			return s.absent()
		}
		return s.page(r, s.logicalItems(fabric))
	case "replicationFabrics/*/replicationNetworks/*/replicationNetworkMappings":
		network := s.network(names[0], names[1])
		if network == nil {
			return s.absent()
		}
		own := slices.DeleteFunc(slices.Clone(s.mappings), func(m *mapping) bool { return m.source != network })
		return s.page(r, each(own, s.mappingItem))
	case "replicationFabrics/*/replicationNetworks/*/replicationNetworkMappings/*":
		network := s.network(names[0], names[1])
		if network == nil {
			return s.absent()
		}
		return s.mapping(r, network, names[2], body)
	case "replicationFabrics/*/replicationNetworks/*/replicationNetworkMappings/*/operationresults/*":
		return s.operationResult(r, names[3])
	case "replicationOperationStatus/*":
		return s.operationStatus(r, names[0])
	}
	return s.unknown(r, "no such path")
}

// absent answers that there is no such resource: against the description, with
// 400 and an inner code [domain], [#12759].
func (s *Service) absent() answer {
	if s.behaviour.Absent == http.StatusNotFound {
		return answer{status: http.StatusNotFound, body: map[string]any{"error": map[string]any{
			"code": "ResourceNotFound", "message": "The resource was not found.",
		}}}
	}
	const message = "The resource with ID 2195638768288125375 isn't registered with the service."
	return answer{status: http.StatusBadRequest, body: map[string]any{"error": map[string]any{
		"code": "BadRequest", "message": message,
		"details": []any{map[string]any{
			"code": "SubscriptionIdNotRegisteredWithSrs", "message": message,
			"possibleCauses":    "The operation failed due to an internal error.",
			"recommendedAction": "Retry the last action. If the issue persists, contact Support.",
			"clientRequestId":   s.guid(), "activityId": s.guid(),
		}},
	}}}
}

// page answers with a page of a list, and where the next one is [domain].
func (s *Service) page(r *http.Request, items []lazy) answer {
	begin := 0
	if token := r.URL.Query().Get("$skipToken"); token != "" {
		if _, err := fmt.Sscanf(token, "after-%d", &begin); err != nil || begin > len(items) {
			return s.unknown(r, "no page was called %q", token)
		}
	}
	end := min(begin+s.behaviour.PageSize, len(items))
	value := []any{}
	for _, item := range items[max(begin-s.behaviour.Moved, 0):end] {
		value = append(value, item())
	}
	body := map[string]any{"value": value}
	if end < len(items) {
		body["nextLink"] = fmt.Sprintf("https://%s%s?api-version=%s&$skipToken=after-%d", r.Host, r.URL.Path, apiVersion, end)
	}
	return ok(body)
}

// lazy is an item of a list, which is written only if its page is asked for.
type lazy func() any

func each[T any](list []T, item func(T) any) []lazy {
	items := make([]lazy, 0, len(list))
	for _, one := range list {
		items = append(items, func() any { return item(one) })
	}
	return items
}

// guid returns a name as the service gives them [domain].
func (s *Service) guid() string {
	s.names++
	sum := sha256.Sum256(fmt.Appendf(nil, "name %d", s.names))
	text := hex.EncodeToString(sum[:16])
	return strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:]}, "-")
}

// id spells an id of the vault in one of the ways in which ids come back: the
// case changes from one time to the next [domain], [spec].
func (s *Service) id(path string) string {
	s.spelling++
	id := VaultID + "/" + path
	switch s.spelling % 3 {
	case 0:
		return strings.Replace(id, "/subscriptions/", "/Subscriptions/", 1)
	case 1:
		return strings.Replace(id, Group, strings.ToUpper(Group), 1)
	}
	return strings.Replace(id, "/resourceGroups/", "/resourcegroups/", 1)
}
