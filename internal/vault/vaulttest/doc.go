// Package vaulttest is a fake of Azure Site Recovery for tests: the service, the
// authority that gives out tokens, and what gives identities to machines and
// pipelines. It runs on loopback, over TLS with an authority of its own.
//
// It is written from what is known of the real ones, and each behaviour says
// from where it is known:
//
//   - [domain]: chapter 7 of the project's domain guide;
//   - [spec]: the description of the API version 2025-01-01, from which the SDK
//     is generated, and its examples;
//   - [SDK]: what the SDK's client sends and expects;
//   - [#12759]: Azure/azure-rest-api-specs issue 12759, an answer as it was seen;
//   - [ARM]: the contract that all of Resource Manager's services share;
//   - [inferred]: none of these; what follows from the domain's rules.
//
// It is strict: what it does not know it refuses, and the test that sent it fails.
package vaulttest
