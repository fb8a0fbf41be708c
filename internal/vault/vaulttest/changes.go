package vaulttest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// operation is a change under way.
type operation struct {
	id      string
	path    string
	method  string
	began   time.Time
	looks   int
	failure *OperationError
	// effect is what the change does; it has been done once ended.
	effect func()
	ended  bool
	result func() any
}

// details is the body of a change [domain].
type details struct {
	Properties *struct {
		RecoveryFabricName    *string `json:"recoveryFabricName"`
		RecoveryNetworkID     *string `json:"recoveryNetworkId"`
		FabricSpecificDetails *struct {
			InstanceType string `json:"instanceType"`
		} `json:"fabricSpecificDetails"`
	} `json:"properties"`
}

var virtualNetworkID = regexp.MustCompile(`(?i)^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.Network/virtualNetworks/[^/]+$`)

// mapping answers for one network mapping.
func (s *Service) mapping(r *http.Request, network *Network, name string, body []byte) answer {
	s.advance(network.path() + "/replicationNetworkMappings/" + name)
	var existing *mapping
	for _, m := range s.mappings {
		if m.source == network && strings.EqualFold(m.name, name) {
			existing = m
		}
	}
	switch r.Method {
	case http.MethodGet:
		if existing == nil {
			return s.absent()
		}
		return ok(s.mappingItem(existing))
	case http.MethodPut, http.MethodPatch:
		wanted, refusal := s.wanted(r, network, name, body)
		if refusal != nil {
			return *refusal
		}
		if r.Method == http.MethodPatch && existing == nil {
			return s.absent()
		}
		return s.begin(r, network, wanted.path(), func() {
			s.unmap(network, name)
			s.mappings = append(s.mappings, wanted)
		}, func() any { return s.mappingItem(wanted) })
	case http.MethodDelete:
		if len(body) > 0 {
			return s.unknown(r, "a deletion has a body")
		}
		if existing == nil {
			// [domain]: DELETE answers 202 or 204.
			return answer{status: http.StatusNoContent}
		}
		return s.begin(r, network, existing.path(), func() { s.unmap(network, name) }, nil)
	}
	return s.unknown(r, "no such method")
}

// wanted reads the body of a change [domain], [spec].
func (s *Service) wanted(r *http.Request, network *Network, name string, body []byte) (*mapping, *answer) {
	refuse := func(format string, arguments ...any) (*mapping, *answer) {
		refusal := s.unknown(r, format, arguments...)
		return nil, &refusal
	}
	if kind := r.Header.Get("Content-Type"); kind != "application/json" {
		return refuse("the content type is %q", kind)
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	var given details
	if err := decoder.Decode(&given); err != nil {
		return refuse("the body cannot be read: %v", err)
	}
	p := given.Properties
	if p == nil || p.RecoveryNetworkID == nil || p.RecoveryFabricName == nil || p.FabricSpecificDetails == nil {
		return refuse("the body lacks something: %s", body)
	}
	wanted := &mapping{name: name, source: network, target: *p.RecoveryNetworkID}
	switch p.FabricSpecificDetails.InstanceType {
	case "VmmToAzure":
		if *p.RecoveryFabricName != "Microsoft Azure" || !virtualNetworkID.MatchString(wanted.target) {
			return refuse("%q of fabric %q is no network of Azure", wanted.target, *p.RecoveryFabricName)
		}
		if len(s.virtual) > 0 && !s.virtual[strings.ToLower(wanted.target)] {
			return nil, s.refusal(OperationError{ // [inferred]
				Code: "AzureNetworkNotFound", Message: fmt.Sprintf("The Azure virtual network %s could not be found.", wanted.target),
				PossibleCauses: "The network was deleted.", RecommendedAction: "Choose another network.",
			})
		}
	case "VmmToVmm":
		// The target is the id of an item of replicationNetworks [domain], and
		// the fabric is called by its own name, as PowerShell's cmdlets do.
		fabric, target := s.fabric(*p.RecoveryFabricName), s.networkByID(wanted.target)
		if fabric == nil || target == nil || target.fabric != fabric {
			return refuse("%q of fabric %q is no network that was discovered", wanted.target, *p.RecoveryFabricName)
		}
		wanted.to = target
	default:
		return refuse("the instance type is %q", p.FabricSpecificDetails.InstanceType)
	}
	for _, other := range s.mappings {
		// M6: one target for a source network and a fabric [inferred].
		if other.source == network && !strings.EqualFold(other.name, name) && (other.to == nil) == (wanted.to == nil) &&
			(other.to == nil || other.to.fabric == wanted.to.fabric) {
			return nil, s.refusal(OperationError{
				Code: "NetworkAlreadyMapped", Message: fmt.Sprintf("The network %s is already mapped.", network.friendly),
				PossibleCauses: "A mapping of this network exists.", RecommendedAction: "Remove the existing mapping.",
			})
		}
	}
	return wanted, nil
}

func (s *Service) networkByID(id string) *Network {
	if len(id) <= len(VaultID) || !strings.EqualFold(id[:len(VaultID)], VaultID) {
		return nil
	}
	kinds, names := apart(strings.Split(strings.Trim(id[len(VaultID):], "/"), "/"))
	if len(kinds) != 2 || len(names) != 2 {
		return nil
	}
	return s.network(names[0], names[1])
}

func (s *Service) refusal(e OperationError) *answer {
	return &answer{status: http.StatusBadRequest, body: errorBody(e)}
}

// errorBody is an error with the service's own among its details [#12759].
func errorBody(e OperationError) any {
	return map[string]any{"error": map[string]any{"code": "BadRequest", "message": e.Message, "details": []any{errorDetail(e)}}}
}

func errorDetail(e OperationError) any {
	return map[string]any{
		"code": e.Code, "message": e.Message, "possibleCauses": e.PossibleCauses, "recommendedAction": e.RecommendedAction,
		"activityId": "689647ac-7f72-7f8b-e344-93183a09e18a",
	}
}

// begin begins a change, and answers in one of the ways in which changes are
// answered.
func (s *Service) begin(r *http.Request, network *Network, path string, effect func(), result func() any) answer {
	o := &operation{id: s.guid(), path: path, method: r.Method, began: time.Now(), effect: effect, result: result}
	if o.failure = network.refuses; o.failure == nil && len(s.failing) > 0 {
		o.failure, s.failing = &s.failing[0], s.failing[1:]
	}
	s.operations[o.id] = o
	status := fmt.Sprintf("https://%s%s?api-version=%s", r.Host, s.id("replicationOperationStatus/"+o.id), apiVersion)
	// The job's id is the last segment, before the query: PowerShell's cmdlets
	// take it from there.
	location := fmt.Sprintf("https://%s%s?api-version=%s", r.Host, s.id(path+"/operationresults/"+o.id), apiVersion)
	header := map[string]string{}
	if s.behaviour.Answer == AtOnce && o.failure == nil || s.behaviour.Answer == AtOnceWithHeader {
		s.end(o)
		given := answer{status: http.StatusNoContent}
		if result != nil {
			given = ok(result())
		}
		if s.behaviour.Answer == AtOnceWithHeader {
			header["Azure-AsyncOperation"] = status
		}
		given.header = header
		return given
	}
	if s.behaviour.Answer != ByLocation {
		header["Azure-AsyncOperation"] = status
	}
	if s.behaviour.Answer != ByAsyncOperation {
		header["Location"] = location
	}
	s.retryAfter(header)
	return answer{status: http.StatusAccepted, header: header}
}

func (s *Service) retryAfter(header map[string]string) {
	if s.behaviour.RetryAfter > 0 {
		header["Retry-After"] = strconv.Itoa(s.behaviour.RetryAfter)
	}
}

func (s *Service) end(o *operation) {
	if !o.ended && o.failure == nil {
		o.effect()
	}
	o.ended = true
}

// look looks at an operation, and ends it once it has been looked at often
// enough and has taken long enough.
func (s *Service) look(o *operation) {
	if o.looks++; o.looks > s.behaviour.Polls && time.Since(o.began) >= s.behaviour.Takes {
		s.end(o)
	}
}

// advance looks at the operations of a mapping: they go on, whoever follows them.
func (s *Service) advance(path string) {
	for _, o := range s.operations {
		if strings.EqualFold(o.path, path) && !o.ended {
			s.look(o)
		}
	}
}

// operationStatus answers at the address of Azure-AsyncOperation: 200 whatever
// the state, with the error of an operation that failed [ARM].
func (s *Service) operationStatus(r *http.Request, id string) answer {
	o := s.operations[id]
	if o == nil || r.Method != http.MethodGet {
		return s.unknown(r, "there is no such operation")
	}
	s.look(o)
	given := ok(nil)
	given.header = map[string]string{}
	body := map[string]any{"id": s.id("replicationOperationStatus/" + o.id), "name": o.id, "startTime": o.began.UTC().Format(time.RFC3339)}
	switch {
	case !o.ended:
		body["status"] = "InProgress"
		s.retryAfter(given.header)
	case o.failure != nil:
		body["status"] = "Failed"
		body["error"] = map[string]any{"code": "OperationFailed", "message": "The operation failed.", "details": []any{errorDetail(*o.failure)}}
	default:
		body["status"] = "Succeeded"
	}
	given.body = body
	return given
}

// operationResult answers at the address of Location: 202 as long as the
// operation is under way, then what the change itself would answer [ARM].
func (s *Service) operationResult(r *http.Request, id string) answer {
	o := s.operations[id]
	if o == nil || r.Method != http.MethodGet {
		return s.unknown(r, "there is no such operation")
	}
	s.look(o)
	switch {
	case !o.ended:
		given := answer{status: http.StatusAccepted, header: map[string]string{"Location": fmt.Sprintf("https://%s%s", r.Host, r.URL.RequestURI())}}
		s.retryAfter(given.header)
		return given
	case o.failure != nil:
		return *s.refusal(*o.failure)
	case o.result == nil:
		return answer{status: http.StatusNoContent}
	}
	return ok(o.result())
}
