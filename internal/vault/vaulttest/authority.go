package vaulttest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// hosts are the names that the fake answers to: those of Azure's clouds, and
// those that tests give to the others.
var hosts = []string{
	"localhost",
	"management.azure.com", "management.chinacloudapi.cn", "management.usgovcloudapi.net",
	"login.microsoftonline.com", "login.chinacloudapi.cn", "login.microsoftonline.us", "login.microsoft.com",
	"management.private.example", "login.private.example", "pipeline.example",
}

// trusted is the authority of all fakes of a process, and a certificate of it.
var trusted = sync.OnceValues(func() (*x509.Certificate, tls.Certificate) {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "An authority for tests"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	authorityKey := newKey()
	authority := sign(template, template, &authorityKey.PublicKey, authorityKey)
	key := newKey()
	leaf := sign(&x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "A service for tests"},
		NotBefore: template.NotBefore, NotAfter: template.NotAfter,
		DNSNames: hosts, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, authority, &key.PublicKey, authorityKey)
	return authority, tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: key}
})

func newKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return key
}

func sign(template, parent *x509.Certificate, key any, signer any) *x509.Certificate {
	raw, err := x509.CreateCertificate(rand.Reader, template, parent, key, signer)
	if err != nil {
		panic(err)
	}
	certificate, err := x509.ParseCertificate(raw)
	if err != nil {
		panic(err)
	}
	return certificate
}

// AuthorityFile writes the certificate of the fake's authority to a file, for
// processes that are to trust it: SSL_CERT_FILE has the path.
func AuthorityFile(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(path, authorityPEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func authorityPEM() []byte {
	authority, _ := trusted()
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority.Raw})
}

// TrustInThisProcess lets everything in this process trust the fake's authority.
// It is for TestMain, before anything has connected to anywhere.
func TrustInThisProcess() error {
	folder, err := os.MkdirTemp("", "vaulttest")
	if err != nil {
		return err
	}
	path := filepath.Join(folder, "authority.pem")
	if err := os.WriteFile(path, authorityPEM(), 0o600); err != nil {
		return err
	}
	return os.Setenv("SSL_CERT_FILE", path)
}
