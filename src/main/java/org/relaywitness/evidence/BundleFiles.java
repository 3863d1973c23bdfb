package org.relaywitness.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.relaywitness.evidence.BundleZip.Member;

/** The members of a bundle, and the texts that go into every one. */
final class BundleFiles {
  static final String QUESTION = "question.json";
  static final String ANSWER = "answer.json";
  static final String DOCUMENTS = "documents.tar.zst";
  static final String CUSTODY = "custody.json";
  static final String README = "README.txt";
  static final String SCRIPT = "check-signatures.sh";
  static final String MANIFEST = "MANIFEST";

  /** All members in their order. */
  static final List<String> ALL =
      List.of(QUESTION, ANSWER, DOCUMENTS, CUSTODY, README, SCRIPT, MANIFEST);

  private BundleFiles() {}

  /** The text for people that says what a bundle is. */
  static byte[] readme() {
    return resource("bundle-" + README);
  }

  /** The script that checks signatures with openssl alone. */
  static byte[] script() {
    return resource(SCRIPT);
  }

  private static byte[] resource(String name) {
    try (InputStream in = BundleFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the product lacks its resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the resource " + name, e);
    }
  }

  /** The digests of these members in the form of {@code sha256sum}; without the manifest itself. */
  static byte[] manifest(List<Member> members) {
    return members.stream()
        .filter(member -> !member.name().equals(MANIFEST))
        .map(member -> member.sha256() + "  " + member.name() + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.US_ASCII);
  }
}
