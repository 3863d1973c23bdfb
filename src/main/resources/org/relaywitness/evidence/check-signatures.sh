#!/bin/sh
# Checks the signatures of Tor directory consensuses with openssl alone.
# Usage: sh check-signatures.sh [CONSENSUS...]   (default: all in consensuses/)
# Needs: openssl, awk, sed, tr, sort; the folders consensuses/ and certificates/.
# Exit code: 0 when no signature is bad, 1 when one is, 2 when nothing could be checked.
set -u
LC_ALL=C
export LC_ALL
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
mkdir "$work/keys"

# der NAME FILE: the key behind the line NAME, as PKCS#1 DER
der() {
  awk -v name="$1" '
    $1 == name { on = 1; next }
    on && /^-----BEGIN/ { next }
    on && /^-----END/ { exit }
    on { print }' "$2" | openssl base64 -d
}
sha1() { openssl dgst -sha1 -r | cut -d' ' -f1; }
# public DER PEM: turns a PKCS#1 key into one that openssl takes
public() {
  openssl rsa -RSAPublicKey_in -inform DER -in "$1" -pubout -out "$2" 2>/dev/null
}
# recover KEY SIGNATURE: what the signature holds, in hex
recover() {
  openssl pkeyutl -verifyrecover -pubin -inkey "$1" -in "$2" -pkeyopt rsa_padding_mode:pkcs1 \
    2>/dev/null | od -An -v -tx1 | tr -d ' \n'
}

for certificate in certificates/*; do
  [ -f "$certificate" ] || continue
  der dir-identity-key "$certificate" >"$work/identity.der"
  der dir-signing-key "$certificate" >"$work/signing.der"
  der dir-key-certification "$certificate" >"$work/certification"
  identity=$(sha1 <"$work/identity.der")
  signing=$(sha1 <"$work/signing.der")
  public "$work/identity.der" "$work/identity.pem" || continue
  public "$work/signing.der" "$work/signing.pem" || continue
  signed=$(awk '{ print } $1 == "dir-key-certification" { exit }' "$certificate" | sha1)
  if [ "$(recover "$work/identity.pem" "$work/certification")" != "$signed" ]; then
    echo "$certificate: NOT signed by its identity key; passed over"
    continue
  fi
  cp "$work/signing.pem" "$work/keys/$identity-$signing.pem"
  awk '$1 == "dir-key-published" { p = $2 "T" $3 } $1 == "dir-key-expires" { print p, $2 "T" $3 }' \
    "$certificate" >>"$work/keys/$identity-$signing.dates"
done

[ $# -gt 0 ] || set -- consensuses/*
result=2
for consensus in "$@"; do
  [ -f "$consensus" ] || { echo "$consensus: no such file"; continue; }
  [ $result -eq 1 ] || result=0
  tr -d '\r' <"$consensus" >"$work/text"
  algorithm=sha1
  grep -q '^network-status-version 3 microdesc' "$work/text" && algorithm=sha256
  after=$(awk '$1 == "valid-after" { print $2 "T" $3; exit }' "$work/text")
  # Signed is everything from the first line through the space behind "directory-signature".
  digest=$(awk '
      /^network-status-version/ { on = 1 }
      on && /^directory-signature / { printf "directory-signature "; exit }
      on { print }' "$work/text" | openssl dgst -$algorithm -r | cut -d' ' -f1)
  rm -f "$work"/signature-*
  awk -v to="$work/signature-" '
    /^directory-signature / { n++; file = to n; print (NF == 3 ? "sha1 " $2 " " $3 : $2 " " $3 " " $4) >(file "-head"); next }
    n && /^-----BEGIN/ { next }
    n && /^-----END/ { next }
    n { print >file }' "$work/text"
  : >"$work/good"
  all=0
  bad=0
  for head in "$work"/signature-*-head; do
    [ -f "$head" ] || continue
    all=$((all + 1))
    read -r name identity signing <"$head"
    identity=$(echo "$identity" | tr A-F a-f)
    signing=$(echo "$signing" | tr A-F a-f)
    key="$work/keys/$identity-$signing"
    if [ "$name" != "$algorithm" ]; then
      echo "  $identity: algorithm $name, not checked"
    elif [ ! -f "$key.pem" ]; then
      echo "  $identity: its certificate is not here"
    elif ! awk -v t="$after" '$1 <= t && t <= $2 { ok = 1 } END { exit !ok }' "$key.dates"; then
      echo "  $identity: its certificate was not valid at $after"
    else
      openssl base64 -d <"${head%-head}" >"$work/raw"
      case "$(recover "$key.pem" "$work/raw")" in
        "$digest"*) echo "$identity" >>"$work/good" ;;
        *) echo "  $identity: BAD signature"; bad=$((bad + 1)); result=1 ;;
      esac
    fi
  done
  good=$(sort -u "$work/good" | wc -l | tr -d ' ')
  echo "$consensus: valid-after $after, good signatures $good of $all"
  sort -u "$work/good" >>"$work/signers"
done

echo "Good signatures were made under these authority identities (v3 identity fingerprints):"
[ -f "$work/signers" ] && sort "$work/signers" | uniq -c
echo "Compare them with a source that you trust: src/app/config/auth_dirs.inc in the source code"
echo "of Tor of that time. A consensus needs more than half of the authorities of its time."
exit $result
