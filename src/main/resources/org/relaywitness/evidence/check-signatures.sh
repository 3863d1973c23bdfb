#!/bin/sh
# Checks the signatures of Tor directory consensuses with openssl alone.
# Usage: sh check-signatures.sh [CONSENSUS...]   (default: all in consensuses/)
# Needs: openssl, awk, od, tr, sort, uniq, wc; the folders consensuses/ and certificates/.
# Exit code: 0 when every consensus has good signatures and none is bad; 1 when a signature is bad
# or a consensus has no good one; 2 when it could not be checked. Nothing counts as good but a
# signature that was recovered whole and holds the digest that was computed here, whole.
set -u
LC_ALL=C
export LC_ALL
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

die() {
  echo "check-signatures.sh: $1" >&2
  echo "NOTHING IS PROVED: the check was broken off" >&2
  exit 2
}

mkdir "$work/keys" || die "no temporary folder"

# is_hex TEXT LENGTH
is_hex() {
  case "$1" in *[!0-9a-f]*) return 1 ;; esac
  [ "${#1}" -eq "$2" ]
}
# The functions set $hex: in $(...) an exit would leave only the subshell.
# digest sha1|sha256 FILE
digest() {
  openssl dgst "-$1" -r "$2" >"$work/digest" 2>"$work/error" ||
    die "openssl cannot compute $1 here: $(tr -cd ' -~' <"$work/error" | cut -c1-200)"
  read -r hex rest <"$work/digest" || die "openssl printed no $1 digest"
  length=40
  [ "$1" = sha256 ] && length=64
  is_hex "$hex" "$length" || die "openssl printed no $1 digest of $length hex digits"
}
# recover KEY SIGNATURE LENGTH: what the signature holds; fails unless it is of that length
recover() {
  hex=
  openssl pkeyutl -verifyrecover -pubin -inkey "$1" -in "$2" -pkeyopt rsa_padding_mode:pkcs1 \
    >"$work/recovered" 2>/dev/null || return 1
  hex=$(od -An -v -tx1 "$work/recovered" | tr -d ' \n') || return 1
  is_hex "$hex" "$3"
}
# public DER PEM: turns a PKCS#1 key into one that openssl takes
public() {
  openssl rsa -RSAPublicKey_in -inform DER -in "$1" -pubout -out "$2" 2>/dev/null && [ -s "$2" ]
}
# block NAME FILE OUT: what is behind the line NAME, decoded
block() {
  awk -v name="$1" '
    $1 == name { on = 1; next }
    on && /^-----BEGIN/ { next }
    on && /^-----END/ { exit }
    on { print }' "$2" >"$work/base64" && openssl base64 -d -in "$work/base64" -out "$3" && [ -s "$3" ]
}

# First openssl itself: known digests, and a signature that must and one that must not be recovered.
printf abc >"$work/abc"
digest sha1 "$work/abc"
[ "$hex" = a9993e364706816aba3e25717850c26c9cd0d89d ] || die "openssl computes a wrong sha1"
printf '\251\231\076\066\107\006\201\152\272\076\045\161\170\120\302\154\234\320\330\235' \
  >"$work/abc-sha1"
digest sha256 "$work/abc"
[ "$hex" = ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad ] ||
  die "openssl computes a wrong sha256"
{
  openssl genrsa -out "$work/own.key" 2048 && openssl rsa -in "$work/own.key" -pubout \
    -out "$work/own.pem" && openssl pkeyutl -sign -inkey "$work/own.key" -in "$work/abc-sha1" \
    -pkeyopt rsa_padding_mode:pkcs1 -out "$work/own.signature"
} >/dev/null 2>&1 || die "openssl cannot make a signature to test itself with"
recover "$work/own.pem" "$work/own.signature" 40 &&
  [ "$hex" = a9993e364706816aba3e25717850c26c9cd0d89d ] ||
  die "openssl cannot recover what a signature holds"
tr '\000-\377' '\001-\377\000' <"$work/own.signature" >"$work/own.wrong"
if recover "$work/own.pem" "$work/own.wrong" 40; then die "openssl takes a wrong signature"; fi

for certificate in certificates/*; do
  [ -f "$certificate" ] || continue
  tr -d '\r' <"$certificate" | awk '/^dir-key-certificate-version 3$/ { on = 1 } on' >"$work/text"
  if ! block dir-identity-key "$work/text" "$work/identity.der" ||
    ! block dir-signing-key "$work/text" "$work/signing.der" ||
    ! block dir-key-certification "$work/text" "$work/certification" ||
    ! public "$work/identity.der" "$work/identity.pem" ||
    ! public "$work/signing.der" "$work/signing.pem"; then
    echo "$certificate: cannot be read; passed over"
    continue
  fi
  digest sha1 "$work/identity.der"
  identity=$hex
  digest sha1 "$work/signing.der"
  signing=$hex
  named=$(awk '$1 == "fingerprint" { print tolower($2); exit }' "$work/text")
  if [ "$named" != "$identity" ]; then
    echo "$certificate: its fingerprint is NOT that of its identity key; passed over"
    continue
  fi
  awk '{ print } $1 == "dir-key-certification" { exit }' "$work/text" >"$work/certified"
  digest sha1 "$work/certified"
  certified=$hex
  if ! recover "$work/identity.pem" "$work/certification" 40 || [ "$hex" != "$certified" ]; then
    echo "$certificate: NOT signed by its identity key; passed over"
    continue
  fi
  dates=$(awk '$1 == "dir-key-published" { p = $2 "T" $3 } $1 == "dir-key-expires" { e = $2 "T" $3 }
    END { print p, e }' "$work/text")
  if ! grep -q '^dir-key-crosscert' "$work/text"; then
    # Some certificates of 2007 and 2008 have none.
    if ! awk -v dates="$dates" 'BEGIN { exit !(dates < "2009-01-01") }'; then
      echo "$certificate: lacks its crosscert; passed over"
      continue
    fi
  elif ! block dir-key-crosscert "$work/text" "$work/crosscert" ||
    ! recover "$work/signing.pem" "$work/crosscert" 40 || [ "$hex" != "$identity" ]; then
    echo "$certificate: its identity key is NOT signed by its signing key; passed over"
    continue
  fi
  cp "$work/signing.pem" "$work/keys/$identity-$signing.pem" || die "cannot copy a key"
  echo "$dates" >>"$work/keys/$identity-$signing.dates" || die "cannot note a key"
done

[ $# -gt 0 ] || set -- consensuses/*
result=0
: >"$work/signers"
for consensus in "$@"; do
  [ -f "$consensus" ] || die "$consensus: no such file"
  tr -d '\r' <"$consensus" >"$work/text" || die "$consensus: cannot be read"
  algorithm=sha1
  length=40
  if grep -q '^network-status-version 3 microdesc' "$work/text"; then
    algorithm=sha256
    length=64
  fi
  after=$(awk '$1 == "valid-after" { print $2 "T" $3; exit }' "$work/text" | tr -cd '0-9T:-')
  # Signed is everything from the first line through the space behind "directory-signature".
  awk '
    /^network-status-version/ { on = 1 }
    on && /^directory-signature / { printf "directory-signature "; found = 1; exit }
    on { print }
    END { exit !found }' "$work/text" >"$work/signed" || {
    echo "$consensus: has no signature"
    result=1
    continue
  }
  digest $algorithm "$work/signed"
  expected=$hex
  rm -f "$work"/signature-*
  awk -v to="$work/signature-" '
    /^directory-signature / { n++; file = to n; print (NF == 3 ? "sha1 " $2 " " $3 : $2 " " $3 " " $4) >(file "-head"); next }
    n && /^-----BEGIN/ { next }
    n && /^-----END/ { next }
    n { print >file }' "$work/text" || die "$consensus: its signatures cannot be read"
  # An authority that signs under two identities (NAME and NAME-legacy) is counted once.
  awk '$1 == "dir-source" { sub(/-legacy$/, "", $2); print tolower($3), $2 }' "$work/text" \
    >"$work/names"
  : >"$work/good"
  all=0
  for head in "$work"/signature-*-head; do
    [ -f "$head" ] || continue
    all=$((all + 1))
    read -r name identity signing <"$head"
    identity=$(echo "$identity" | tr A-F a-f)
    signing=$(echo "$signing" | tr A-F a-f)
    if ! is_hex "$identity" 40 || ! is_hex "$signing" 40; then
      echo "  BAD signature: its key is not named by 40 hex digits"
      result=1
      continue
    fi
    key="$work/keys/$identity-$signing"
    if [ "$name" != "$algorithm" ]; then
      echo "  $identity: not signed with $algorithm, not checked"
    elif [ ! -f "$key.pem" ]; then
      echo "  $identity: its certificate is not here"
    elif ! awk -v t="$after" '$1 <= t && t <= $2 { ok = 1 } END { exit !ok }' "$key.dates"; then
      echo "  $identity: its certificate was not valid at $after"
    elif openssl base64 -d -in "${head%-head}" -out "$work/raw" 2>/dev/null &&
      recover "$key.pem" "$work/raw" "$length" && [ "$hex" = "$expected" ]; then
      echo "$identity" >>"$work/good"
    else
      echo "  $identity: BAD signature"
      result=1
    fi
  done
  good=$(awk 'FNR == NR { name[$1] = $2; next } { print (($1 in name) ? name[$1] : $1) }' \
    "$work/names" "$work/good" | sort -u | wc -l | tr -d ' ')
  [ "$good" -gt 0 ] || result=1
  echo "$consensus: valid-after $after, good signatures $good of $all"
  sort -u "$work/good" >>"$work/signers"
done

echo "Good signatures were made under these authority identities (v3 identity fingerprints):"
sort "$work/signers" | uniq -c
echo "Compare them with a source that you trust: src/app/config/auth_dirs.inc in the source code"
echo "of Tor of that time. A consensus needs more than half of the authorities of its time."
exit $result
