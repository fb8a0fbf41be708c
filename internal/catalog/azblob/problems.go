package azblob

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

// Roles of Azure that let an identity do what a catalog needs.
const (
	contributor = "Storage Blob Data Contributor"
	reader      = "Storage Blob Data Reader"
)

// What is being done when something fails.
const (
	reading = "read"
	writing = "write to"
)

// problem says what a user can do about the failure of a call.
func (s *Store) problem(ctx context.Context, verb string, err error) error {
	var problem *storage.Problem
	switch {
	case err == nil || errors.As(err, &problem):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	if version := newer(0); errors.As(err, &version) {
		return s.newerSchema(int(version))
	}
	var broken unreadable
	if errors.As(err, &broken) {
		return s.notCatalog(broken)
	}
	var credential *azure.CredentialError
	if errors.As(err, &credential) {
		return invalid(fmt.Sprintf("Unable to %s the catalog %s: no token could be obtained with %s: %s.", verb, s.Name(), credential.Method, credential.Detail),
			credential.Remedy)
	}
	var name *net.DNSError
	var connection *lost
	var answered *failure
	found := &storage.Problem{
		Err:    storage.ErrUnavailable,
		Detail: fmt.Sprintf("Unable to %s the catalog %s: %s.", verb, s.Name(), err),
	}
	switch {
	case errors.As(err, &name) && name.IsNotFound:
		found.Remedy = fmt.Sprintf("There is no storage account %q in this cloud, or its private endpoint is not known here. Correct the name; "+
			"for another cloud, set ARM_ENVIRONMENT, or give ?endpoint= with the account's blob endpoint.", s.location.account)
	case errors.As(err, &connection):
		found.Remedy = "See that the account's blob service can be reached from here, through the proxy if there is one (HTTPS_PROXY). Nothing was changed."
	case errors.As(err, &answered):
		s.answered(found, verb, answered)
	default:
		return storage.Unexpected(err, verb, s.Name())
	}
	return found
}

// answered says what a user can do about an answer of the service.
func (s *Store) answered(found *storage.Problem, verb string, f *failure) {
	l := s.location
	switch {
	case is(f, "ContainerNotFound"):
		found.Remedy = fmt.Sprintf("Correct the container's name, or make it: az storage container create --account-name %s --name %s --auth-mode login.",
			l.account, l.container)
	case is(f, "ResourceNotFound", "AccountNotFound", "InvalidUri"):
		found.Remedy = "Correct account and container, or the endpoint, in the location of the catalog."
	case is(f, "LeaseIdMissing", "LeaseLost"):
		found.Err = storage.ErrBusy
		found.Remedy = fmt.Sprintf("Somebody holds a lease on the blob. The provider takes none: end it where it was taken, or with az storage blob lease break "+
			"--account-name %s --container-name %s --blob-name %s. Nothing was changed.", l.account, l.container, l.blob)
	case is(f, "BlobImmutableDueToPolicy", "BlobImmutableDueToLegalHold"):
		found.Err = storage.ErrReadOnly
		found.Remedy = "A policy keeps the blob from being replaced. Give the catalog a container without one."
	case is(f, "BlobArchived", "BlobBeingRehydrated"):
		found.Remedy = "The blob is in the archive tier. Bring it back to the hot tier, and take the catalog out of what moves blobs there."
	case is(f, "InvalidBlobType"):
		found.Remedy = "What is there is no block blob, so it is not a catalog. Give the catalog another path."
	case is(f, "KeyBasedAuthenticationNotPermitted"):
		found.Remedy = "The account takes no keys. Take ARM_ACCESS_KEY and ARM_SAS_TOKEN out of the environment, and have an identity with the role " + s.role(verb) + " used."
	case is(f, "AccountIsDisabled"):
		found.Remedy = "Have the storage account enabled again."
	case is(f, "AuthorizationFailure", "AuthorizationSourceIPMismatch", "IpAuthorizationError"):
		found.Remedy = "The account's firewall or network rules keep this machine out, or the SAS token is for other addresses. Allow it there. " + s.allowed(verb)
	case f.status == http.StatusForbidden || f.status == http.StatusUnauthorized:
		if verb == writing && f.status == http.StatusForbidden && !is(f, "AuthenticationFailed") {
			found.Err = storage.ErrReadOnly
		}
		found.Remedy = s.allowed(verb)
	case s.transient(f):
		found.Remedy = "The provider tried again for a while, without success. Nothing was changed; run again when the service is well."
	default:
		found.Remedy = "See that account, container and endpoint in the location of the catalog are right. Nothing was changed."
	}
}

// role names the role that is needed, with where.
func (s *Store) role(verb string) string {
	role := fmt.Sprintf("%q", contributor)
	if verb == reading {
		role = fmt.Sprintf("%q (or, to plan only, %q)", contributor, reader)
	}
	return fmt.Sprintf("%s on the container '%s' of the storage account '%s'", role, s.location.container, s.location.account)
}

// allowed says how to get the rights that are missing.
func (s *Store) allowed(verb string) string {
	switch s.proof {
	case byKey:
		return fmt.Sprintf("Check ARM_ACCESS_KEY: it has to be one of the two keys that the storage account '%s' has now, and this machine's clock has to be right.",
			s.location.account)
	case bySAS:
		rights := "read, create and write"
		if verb == reading {
			rights = "read (and create and write, to apply)"
		}
		return fmt.Sprintf("Check ARM_SAS_TOKEN: it has to be valid now, for the container '%s' or a blob in it, with the permissions %s.", s.location.container, rights)
	}
	return fmt.Sprintf("Give the identity that runs Terraform the role %s. A new assignment takes some minutes to take effect.", s.role(verb))
}

func (s *Store) notCatalog(why unreadable) error {
	return &storage.Problem{
		Err:    storage.ErrNotCatalog,
		Detail: fmt.Sprintf("The blob %s is not a catalog that can be used: %s. It has been left as it is.", s.Name(), string(why)),
		Remedy: "Give the catalog another path; or bring the blob back as it was, from a version, a snapshot or a soft-deleted blob of the account, or from a copy.",
	}
}

func (s *Store) newerSchema(version int) error {
	return &storage.Problem{
		Err: storage.ErrNewerSchema,
		Detail: fmt.Sprintf("The catalog %s has schema version %d, and this version of the provider knows no newer one than %d.",
			s.Name(), version, schemaVersion),
		Remedy: "Use the version of the provider that has written it, or a newer one. A catalog is never taken back to an older schema.",
	}
}

func (s *Store) busy() error {
	return &storage.Problem{
		Err:    storage.ErrBusy,
		Detail: fmt.Sprintf("Unable to write to the catalog %s: for more than %s, other runs have written first each time.", s.Name(), turn),
		Remedy: "Let fewer runs apply at once, and run again. Nothing of this change was written.",
	}
}

func (s *Store) uncertain(err error) error {
	return &storage.Problem{
		Err: storage.ErrUncertain,
		Detail: fmt.Sprintf("The connection to the catalog %s was lost while a change was being written, and whether the change "+
			"was made could not be read back: %s.", s.Name(), err),
		Remedy: "When the service can be reached again, run terraform apply again: what has been made is found, and what has not is made.",
	}
}
