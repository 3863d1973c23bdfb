package org.relaywitness.netdoc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds the text of a consensus for tests: a small valid one, each part of which can be replaced.
 */
final class ConsensusText {
  static final String AUTHORITY = "14C131DFC5C6F93646BE72FA1401C02A8DF2E8B4";
  static final String SIGNING_KEY = "3647C75A88808A9B70F26F2F10D23EA49FBEF74A";

  /** The base64 form of 20 bytes of value 1. */
  static final String IDENTITY = "AQEBAQEBAQEBAQEBAQEBAQEBAQE";

  static final String SIGNATURE_OBJECT =
      "-----BEGIN SIGNATURE-----\nAAECAwQFBgcICQoLDA0ODw==\n-----END SIGNATURE-----\n";

  private final boolean microdesc;
  private final List<String> before = new ArrayList<>();
  private final List<String> header = new ArrayList<>();
  private final StringBuilder entries = new StringBuilder();
  private String footer = "directory-footer\nbandwidth-weights Wbd=0 Wbe=0\n";
  private String signatures;
  private String lineEnd = "\n";

  private ConsensusText(boolean microdesc) {
    this.microdesc = microdesc;
    before.add(
        microdesc
            ? "@type network-status-microdesc-consensus-3 1.0"
            : "@type network-status-consensus-3 1.0");
    header.add("network-status-version 3" + (microdesc ? " microdesc" : ""));
    header.add("vote-status consensus");
    header.add("consensus-method 29");
    header.add("valid-after 2020-03-05 10:00:00");
    header.add("fresh-until 2020-03-05 11:00:00");
    header.add("valid-until 2020-03-05 13:00:00");
    header.add("known-flags Authority BadExit Exit Fast Running Valid");
    header.add("dir-source tor26 " + AUTHORITY + " 86.59.21.38 86.59.21.38 80 443");
    header.add("contact Peter Palfrader");
    header.add("vote-digest 698B3E763A75D5BFE74FDD6A0C906411C8A9736B");
    signatures =
        "directory-signature "
            + (microdesc ? "sha256 " : "")
            + AUTHORITY
            + " "
            + SIGNING_KEY
            + "\n"
            + SIGNATURE_OBJECT;
  }

  static ConsensusText ns() {
    return new ConsensusText(false);
  }

  static ConsensusText microdesc() {
    return new ConsensusText(true);
  }

  /** Without any annotation. */
  ConsensusText bare() {
    before.clear();
    return this;
  }

  ConsensusText annotation(String line) {
    before.add(line);
    return this;
  }

  /** Replaces the header line with this keyword; {@code null} drops it. */
  ConsensusText header(String keyword, @Nullable String line) {
    int at = 0;
    while (!header.get(at).startsWith(keyword + " ")) {
      at++;
    }
    header.remove(at);
    if (line != null) {
      header.add(at, line);
    }
    return this;
  }

  ConsensusText headerLine(String line) {
    header.add(line);
    return this;
  }

  List<String> headerLines() {
    return header;
  }

  /** An entry in the form of the flavour, listed as running, with these lines behind it. */
  ConsensusText relay(String nickname, String address, String... lines) {
    entries.append("r ").append(nickname).append(' ').append(IDENTITY);
    entries.append(microdesc ? "" : " 3R8d0UJP+00qrvcmYbxW+t17SfI");
    entries.append(" 2038-01-01 00:00:00 ").append(address).append(" 9001 0\n");
    return lines(lines.length == 0 ? new String[] {"s Running Valid"} : lines);
  }

  /** Lines as they are, in the part of the entries. */
  ConsensusText lines(String... lines) {
    for (String line : lines) {
      entries.append(line).append('\n');
    }
    return this;
  }

  ConsensusText footer(String text) {
    footer = text;
    return this;
  }

  ConsensusText signatures(String text) {
    signatures = text;
    return this;
  }

  ConsensusText crlf() {
    lineEnd = "\r\n";
    return this;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    before.forEach(line -> text.append(line).append('\n'));
    header.forEach(line -> text.append(line).append('\n'));
    text.append(entries).append(footer).append(signatures);
    return text.toString().replace("\n", lineEnd);
  }

  byte[] bytes() {
    return toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  RawDocument raw() {
    return raw(bytes());
  }

  static RawDocument raw(String text) {
    return raw(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static RawDocument raw(byte[] bytes) {
    return new RawDocument(DocumentType.CONSENSUS, bytes, 0, bytes.length);
  }
}
