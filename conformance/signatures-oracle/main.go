// Makes packages/runtime/oci-signatures/fixtures/keyless.json: keyless signatures in the forms of cosign 2 (tag) and
// cosign 3 (bundle) by authorities that exist here only. Standard library alone:
//
//	go run ./conformance/signatures-oracle > packages/runtime/oci-signatures/fixtures/keyless.json
package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/url"
	"os"
	"time"
)

const (
	subject   = "https://github.com/example/app/.github/workflows/release.yaml@refs/tags/v1.0.0"
	issuer    = "https://token.actions.githubusercontent.com"
	statement = "application/vnd.in-toto+json"
	manifest  = "application/vnd.oci.image.manifest.v1+json"
	index     = "application/vnd.oci.image.index.v1+json"
	bundleV03 = "application/vnd.dev.sigstore.bundle.v0.3+json"
	origin    = "rekor.localhost"
)

var signedAt = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

type object = map[string]any

type signer struct {
	key *ecdsa.PrivateKey
	der []byte
}

// authorities give out certificates and keep logs.
type authorities struct {
	root, intermediate signer
	ctlog, rekor       *ecdsa.PrivateKey
}

func main() {
	ours, strangers := newAuthorities(), newAuthorities()
	repositories := object{
		"tagged":                         tagged("tagged", ours, nil),
		"tagged-by-strangers":            tagged("tagged-by-strangers", strangers, nil),
		"tagged-without-sct":             tagged("tagged-without-sct", ours, func(c *choices) { c.withoutSct = true }),
		"tagged-without-entry":           tagged("tagged-without-entry", ours, func(c *choices) { c.withoutEntry = true }),
		"tagged-with-other-certificate":  tagged("tagged-with-other-certificate", ours, func(c *choices) { c.otherCertificate = true }),
		"bundled":                        bundled("bundled", ours, nil),
		"bundled-by-strangers":           bundled("bundled-by-strangers", strangers, nil),
		"bundled-for-another":            bundled("bundled-for-another", ours, func(c *choices) { c.forAnother = true }),
		"bundled-with-other-certificate": bundled("bundled-with-other-certificate", ours, func(c *choices) { c.otherCertificate = true }),
		"bundled-without-number-of-tree": bundled("bundled-without-number-of-tree", ours, func(c *choices) { c.withoutTree = true }),
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	must(encoder.Encode(object{
		"about":        "Keyless signatures in the forms of cosign 2 (tag) and 3 (bundle), made by conformance/signatures-oracle.",
		"issuer":       issuer,
		"subject":      subject,
		"repositories": repositories,
		"trustedRoot":  ours.trustedRoot(),
	}))
}

// choices are what is wrong with a signature.
type choices struct {
	withoutSct, withoutEntry, forAnother, otherCertificate, withoutTree bool
}

func choose(choose func(*choices)) choices {
	var made choices
	if choose != nil {
		choose(&made)
	}
	return made
}

func newAuthorities() authorities {
	root := newSigner("root", signer{})
	return authorities{root: root, intermediate: newSigner("intermediate", root), ctlog: newKey(), rekor: newKey()}
}

func newKey() *ecdsa.PrivateKey {
	return got(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
}

func newSigner(name string, parent signer) signer {
	key := newKey()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: name, Organization: []string{"test"}},
		NotBefore:    signedAt.AddDate(-1, 0, 0), NotAfter: signedAt.AddDate(9, 0, 0),
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, BasicConstraintsValid: true, IsCA: true,
	}
	above, with := template, key
	if parent.key != nil {
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning}
		template.MaxPathLenZero = true
		above, with = got(x509.ParseCertificate(parent.der)), parent.key
	}
	return signer{key, got(x509.CreateCertificate(rand.Reader, template, above, &key.PublicKey, with))}
}

// leaf is a certificate for the identity, valid for ten minutes.
func (a authorities) leaf(withSct bool) signer {
	key := newKey()
	above := got(x509.ParseCertificate(a.intermediate.der))
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), NotBefore: signedAt.Add(-time.Minute), NotAfter: signedAt.Add(9 * time.Minute),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning},
		URIs: []*url.URL{got(url.Parse(subject))},
		ExtraExtensions: []pkix.Extension{
			{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 57264, 1, 1}, Value: []byte(issuer)},
			{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 57264, 1, 8}, Value: got(asn1.MarshalWithParams(issuer, "utf8"))},
		},
	}
	der := got(x509.CreateCertificate(rand.Reader, template, above, &key.PublicKey, a.intermediate.key))
	if withSct {
		tbs := got(x509.ParseCertificate(der)).RawTBSCertificate
		template.ExtraExtensions = append(template.ExtraExtensions, a.timestampOf(tbs, above.RawSubjectPublicKeyInfo))
		der = got(x509.CreateCertificate(rand.Reader, template, above, &key.PublicKey, a.intermediate.key))
	}
	return signer{key, der}
}

// timestampOf is the promise of the log of certificates (RFC 6962, section 3).
func (a authorities) timestampOf(tbs, issuerKey []byte) pkix.Extension {
	ms := make([]byte, 8)
	binary.BigEndian.PutUint64(ms, uint64(signedAt.UnixMilli()))
	keyHash := sha256.Sum256(issuerKey)
	length := len(tbs)
	signed := bytes.Join([][]byte{{0, 0}, ms, {0, 1}, keyHash[:], {byte(length >> 16), byte(length >> 8), byte(length)}, tbs, {0, 0}}, nil)
	logID := sha256.Sum256(publicKey(a.ctlog))
	sct := bytes.Join([][]byte{{0}, logID[:], ms, {0, 0}, {4, 3}, prefixed(sign(a.ctlog, signed))}, nil)
	value := got(asn1.Marshal(prefixed(prefixed(sct))))
	return pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 4, 2}, Value: value}
}

func prefixed(value []byte) []byte {
	return append([]byte{byte(len(value) >> 8), byte(len(value))}, value...)
}

// tagged is a repository with a signature as cosign 2 leaves it.
func tagged(name string, a authorities, wrong func(*choices)) object {
	made := choose(wrong)
	image, digest := imageOf(name)
	payload := marshal(object{
		"critical": object{
			"identity": object{"docker-reference": "registry.local/" + name},
			"image":    object{"docker-manifest-digest": digest},
			"type":     "cosign container image signature",
		},
		"optional": nil,
	})
	by := a.leaf(!made.withoutSct)
	signature := sign(by.key, payload)
	hash := sha256.Sum256(payload)
	body := marshal(object{"apiVersion": "0.0.1", "kind": "hashedrekord", "spec": object{
		"data":      object{"hash": object{"algorithm": "sha256", "value": hex.EncodeToString(hash[:])}},
		"signature": object{"content": signature, "publicKey": object{"content": a.loggedCertificate(by, made)}},
	}})
	annotations := object{
		"dev.cosignproject.cosign/signature": base64.StdEncoding.EncodeToString(signature),
		"dev.sigstore.cosign/certificate":    string(pemOf(by.der)),
		"dev.sigstore.cosign/chain":          string(pemOf(a.intermediate.der)) + string(pemOf(a.root.der)),
	}
	if !made.withoutEntry {
		logged := a.payloadOfEntry(body)
		annotations["dev.sigstore.cosign/bundle"] = string(marshal(object{"SignedEntryTimestamp": sign(a.rekor, marshal(logged)), "Payload": logged}))
	}
	layer := descriptor("application/vnd.dev.cosign.simplesigning.v1+json", payload)
	layer["annotations"] = annotations
	signatures := marshal(object{
		"schemaVersion": 2, "mediaType": manifest,
		"config": descriptor("application/vnd.oci.image.config.v1+json", []byte("{}")),
		"layers": []any{layer},
	})
	return repository([][]byte{payload}, name,
		object{"tag": "v1", "mediaType": manifest, "bytes": image},
		object{"tag": "sha256-" + digest[7:] + ".sig", "mediaType": manifest, "bytes": signatures})
}

// bundled is a repository with a signature as cosign 3 leaves it.
func bundled(name string, a authorities, wrong func(*choices)) object {
	made := choose(wrong)
	image, digest := imageOf(name)
	claimed := digest[7:]
	if made.forAnother {
		claimed = hex.EncodeToString(make([]byte, 32))
	}
	payload := marshal(object{
		"_type": "https://in-toto.io/Statement/v1", "predicateType": "https://sigstore.dev/cosign/sign/v1",
		"predicate": object{}, "subject": []any{object{"digest": object{"sha256": claimed}}},
	})
	by := a.leaf(true)
	signature := sign(by.key, []byte(fmt.Sprintf("DSSEv1 %d %s %d %s", len(statement), statement, len(payload), payload)))
	envelope := object{"payload": payload, "payloadType": statement, "signatures": []any{object{"sig": signature}}}
	bundle := marshal(object{
		"mediaType": bundleV03, "dsseEnvelope": envelope,
		"verificationMaterial": object{
			"certificate": object{"rawBytes": by.der},
			"tlogEntries": []any{a.entryOf(envelope, payload, signature, by, made)},
		},
	})
	attached := marshal(object{
		"schemaVersion": 2, "mediaType": manifest, "artifactType": bundleV03,
		"config": descriptor("application/vnd.oci.empty.v1+json", []byte("{}")),
		"layers": []any{descriptor(bundleV03, bundle)}, "subject": descriptor(manifest, image),
	})
	listed := descriptor(manifest, attached)
	listed["artifactType"] = bundleV03
	referrers := marshal(object{"schemaVersion": 2, "mediaType": index, "manifests": []any{listed}})
	return repository([][]byte{bundle}, name,
		object{"tag": "v1", "mediaType": manifest, "bytes": image},
		object{"mediaType": manifest, "bytes": attached},
		object{"tag": "sha256-" + digest[7:], "mediaType": index, "bytes": referrers})
}

// entryOf is an entry of the log of signatures, the only one in its tree, with the promise and the proof that it is there.
func (a authorities) entryOf(envelope object, payload, signature []byte, by signer, made choices) object {
	envelopeHash, payloadHash := sha256.Sum256(marshal(envelope)), sha256.Sum256(payload)
	body := marshal(object{"apiVersion": "0.0.1", "kind": "dsse", "spec": object{
		"envelopeHash": object{"algorithm": "sha256", "value": hex.EncodeToString(envelopeHash[:])},
		"payloadHash":  object{"algorithm": "sha256", "value": hex.EncodeToString(payloadHash[:])},
		"signatures":   []any{object{"signature": signature, "verifier": a.loggedCertificate(by, made)}},
	}})
	root := sha256.Sum256(append([]byte{0}, body...))
	logID := sha256.Sum256(publicKey(a.rekor))
	tree := origin + " - 1193050959916656506"
	if made.withoutTree {
		tree = origin
	}
	note := fmt.Sprintf("%s\n1\n%s\n", tree, base64.StdEncoding.EncodeToString(root[:]))
	noted := append(append([]byte{}, logID[:4]...), sign(a.rekor, []byte(note))...)
	return object{
		"logIndex": "0", "logId": object{"keyId": logID[:]}, "integratedTime": fmt.Sprint(signedAt.Unix()),
		"kindVersion":      object{"kind": "dsse", "version": "0.0.1"},
		"inclusionPromise": object{"signedEntryTimestamp": sign(a.rekor, marshal(a.payloadOfEntry(body)))},
		"inclusionProof": object{
			"logIndex": "0", "rootHash": root[:], "treeSize": "1", "hashes": []any{},
			"checkpoint": object{"envelope": fmt.Sprintf("%s\n\u2014 %s %s\n", note, origin, base64.StdEncoding.EncodeToString(noted))},
		},
		"canonicalizedBody": body,
	}
}

// payloadOfEntry is what the log signs when it promises to take an entry in.
func (a authorities) payloadOfEntry(body []byte) object {
	logID := sha256.Sum256(publicKey(a.rekor))
	return object{"body": body, "integratedTime": signedAt.Unix(), "logID": hex.EncodeToString(logID[:]), "logIndex": 0}
}

func (a authorities) loggedCertificate(by signer, made choices) []byte {
	if made.otherCertificate {
		return pemOf(a.leaf(true).der)
	}
	return pemOf(by.der)
}

func imageOf(name string) (bytes []byte, digest string) {
	image := marshal(object{
		"schemaVersion": 2, "mediaType": manifest,
		"config": descriptor("application/vnd.cncf.flux.config.v1+json", []byte("{}")),
		"layers": []any{descriptor("application/vnd.cncf.flux.content.v1.tar+gzip", []byte("layer of "+name))},
	})
	return image, digestOf(image)
}

func repository(blobs [][]byte, name string, manifests ...any) object {
	return object{"blobs": append([][]byte{[]byte("{}"), []byte("layer of " + name)}, blobs...), "manifests": manifests}
}

func (a authorities) trustedRoot() object {
	since := object{"start": "2020-01-01T00:00:00Z"}
	log := func(address string, key *ecdsa.PrivateKey) object {
		der := publicKey(key)
		id := sha256.Sum256(der)
		return object{
			"baseUrl": address, "hashAlgorithm": "SHA2_256", "logId": object{"keyId": id[:]},
			"publicKey": object{"keyDetails": "PKIX_ECDSA_P256_SHA_256", "rawBytes": der, "validFor": since},
		}
	}
	return object{
		"mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
		"certificateAuthorities": []any{object{
			"uri": "https://fulcio.localhost", "subject": object{"commonName": "root", "organization": "test"}, "validFor": since,
			"certChain": object{"certificates": []any{object{"rawBytes": a.intermediate.der}, object{"rawBytes": a.root.der}}},
		}},
		"ctlogs":               []any{log("https://ctlog.localhost", a.ctlog)},
		"tlogs":                []any{log("https://"+origin, a.rekor)},
		"timestampAuthorities": []any{},
	}
}

func descriptor(mediaType string, content []byte) object {
	return object{"mediaType": mediaType, "digest": digestOf(content), "size": len(content)}
}

func digestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256:" + hex.EncodeToString(sum[:])
}

func sign(key *ecdsa.PrivateKey, content []byte) []byte {
	sum := sha256.Sum256(content)
	return got(ecdsa.SignASN1(rand.Reader, key, sum[:]))
}

func publicKey(key *ecdsa.PrivateKey) []byte {
	return got(x509.MarshalPKIXPublicKey(&key.PublicKey))
}

func pemOf(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// marshal is JSON with sorted keys and bytes in base64.
func marshal(value any) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	must(encoder.Encode(value))
	return bytes.TrimSuffix(text.Bytes(), []byte("\n"))
}

func got[T any](value T, err error) T {
	must(err)
	return value
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
