package org.relaywitness.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.SignatureCheck.Outcome;
import org.relaywitness.directory.Verification;
import org.relaywitness.evidence.BundleReport.Check;
import org.relaywitness.evidence.BundleZip.Member;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.Lookup;
import org.relaywitness.trust.Authority;
import org.relaywitness.trust.AuthorityList;
import org.relaywitness.trust.ConsensusSignatures;
import org.relaywitness.trust.KeyCertificates;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks an evidence bundle offline, trusting nothing in it: recomputes digests and signatures, and
 * derives the answer again from the raw documents alone. The authorities trusted are given from
 * outside. Writes nothing; memory does not grow with what a hostile file claims.
 */
public final class BundleVerifier {
  private static final int LONGEST_MEMBER = 32 << 20;
  private static final int MOST_DIFFERENCES = 20;
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final AuthorityList authorities;
  private final List<Check> checks = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> trustRoots = new ArrayList<>();
  private final Map<String, ByteArrayOutputStream> contents = new HashMap<>();

  private BundleVerifier(Path file, AuthorityList authorities) {
    this.file = file;
    this.authorities = authorities;
  }

  /**
   * Checks a file; empty when it is no evidence bundle at all.
   *
   * @throws IOException when the file cannot be read
   */
  public static Optional<BundleReport> verify(Path file, AuthorityList authorities)
      throws IOException {
    if (!BundleZipReader.isBundle(file, BundleFiles.ALL.get(0))) {
      return Optional.empty();
    }
    BundleVerifier verifier = new BundleVerifier(file, authorities);
    verifier.check();
    return Optional.of(new BundleReport(verifier.checks, verifier.trustRoots, verifier.notes));
  }

  private void check() throws IOException {
    try {
      List<Member> members = BundleZipReader.read(file, BundleFiles.ALL, this::take);
      add("container", true, "the ZIP file is byte for byte of the form that bundles have");
      if (checkManifest(members)) {
        BundleQuestion question = BundleQuestion.parse(content(BundleFiles.QUESTION));
        if (!Arrays.equals(question.bytes(), content(BundleFiles.QUESTION))) {
          throw new BundleException("question.json is not as it was written");
        }
        checkScript(question);
        checkAnswer(question);
      }
    } catch (BundleException e) {
      add(checks.isEmpty() ? "container" : "content", false, String.valueOf(e.getMessage()));
    }
  }

  private void add(String name, boolean holds, String detail) {
    checks.add(new Check(name, holds, detail));
  }

  private void take(String name, byte[] block, int length) throws BundleException {
    if (name.equals(BundleFiles.DOCUMENTS)) {
      return;
    }
    ByteArrayOutputStream content =
        contents.computeIfAbsent(name, member -> new ByteArrayOutputStream());
    if (content.size() + length > LONGEST_MEMBER) {
      throw new BundleException(name + " is longer than " + LONGEST_MEMBER + " bytes");
    }
    content.write(block, 0, length);
  }

  private byte[] content(String name) {
    ByteArrayOutputStream content = contents.get(name);
    return content == null ? new byte[0] : content.toByteArray();
  }

  private boolean checkManifest(List<Member> members) {
    boolean holds = Arrays.equals(BundleFiles.manifest(members), content(BundleFiles.MANIFEST));
    add(
        "manifest",
        holds,
        holds
            ? "the SHA-256 of each of the " + (members.size() - 1) + " other files is as listed"
            : "a file was changed: its SHA-256 is not the one that MANIFEST lists");
    return holds;
  }

  private void checkScript(BundleQuestion question) {
    boolean same =
        Arrays.equals(BundleFiles.script(), content(BundleFiles.SCRIPT))
            && Arrays.equals(BundleFiles.readme(), content(BundleFiles.README));
    if (question.version().equals(ProductVersion.current())) {
      add(
          "script",
          same,
          same
              ? "README.txt and check-signatures.sh are those of this version"
              : "README.txt or check-signatures.sh is not that of this version: do not run it");
    } else if (!same) {
      notes.add(
          "README.txt or check-signatures.sh differs from this version's; the bundle says it was"
              + " made by another version: read the script before running it");
    }
  }

  private void checkAnswer(BundleQuestion question) throws IOException, BundleException {
    Instant settled = Lookup.finalFrom(question.question());
    if (question.judgedAt().isAfter(settled)) {
      throw new BundleException("question.json was judged later than any answer is");
    }
    DocumentHistory history = new DocumentHistory(question.extent());
    KeyCertificates certificates = new KeyCertificates();
    BundleDocuments documents =
        new BundleDocuments(history, certificates, content(BundleFiles.CUSTODY));
    documents.read(file);
    add(
        "documents",
        documents.missing() == 0,
        documents.missing() == 0
            ? documents.count() + " documents are there and have the SHA-256 they are named by"
            : "not verifiable: "
                + documents.missing()
                + " documents are missing, named in custody.json");
    history.settle(new ConsensusSignatures(authorities, certificates));
    checkSignatures(history, certificates);
    compare(question, history);
    state(question);
  }

  private void checkSignatures(DocumentHistory history, KeyCertificates certificates) {
    List<HeldConsensus> all = history.consensuses(Instant.MIN, Instant.MAX);
    long verified = all.stream().filter(one -> one.verification() == Verification.VERIFIED).count();
    long bad = all.stream().filter(one -> one.verification() == Verification.BAD_SIGNATURE).count();
    Set<Fingerprint> good = history.signers(Outcome.GOOD);
    Set<Fingerprint> unknown = new TreeSet<>(history.signers(Outcome.UNRECOGNISED));
    // Whether that is what the answer says is for the comparison to tell.
    add(
        "signatures",
        verified > 0 || all.isEmpty(),
        verified
            + " of "
            + all.size()
            + " consensuses are signed by a majority of the authorities of their time, "
            + bad
            + " have a bad signature; "
            + certificates.all().size()
            + " key certificates are genuine");
    for (Authority authority : authorities.authorities()) {
      if (good.contains(authority.identity())) {
        trustRoots.add("authority " + authority.name() + " " + authority.identity());
      }
    }
    if (!unknown.isEmpty()) {
      notes.add(
          "signed by "
              + unknown.size()
              + " authorities that this list does not know at that time; if the bundle is of"
              + " the demo, verify it with --demo; if it is of another network or of an archive"
              + " made by \"sample\", name its list with --authorities FILE");
    }
  }

  private void compare(BundleQuestion question, DocumentHistory history) throws BundleException {
    Answer derived = Lookup.answer(question.question(), history, question.judgedAt());
    byte[] again = AnswerJson.bytes(derived, document -> BundleDocuments.find(file, document));
    byte[] stated = content(BundleFiles.ANSWER);
    if (!question.version().equals(ProductVersion.current())) {
      notes.add("the answer was made by another version of this software");
      again = withVersion(again, question.version());
    }
    List<String> differences = new ArrayList<>();
    if (!Arrays.equals(again, stated)) {
      try {
        AnswerDifference.collect("", JSON.readTree(again), JSON.readTree(stated), differences);
      } catch (JacksonException e) {
        throw new BundleException("answer.json is no JSON");
      }
      // The same values in another form: names that stand there twice, blanks, an order.
      if (differences.isEmpty()) {
        differences.add("the form of answer.json");
      }
    }
    add(
        "answer",
        differences.isEmpty(),
        differences.isEmpty()
            ? "derived again from these documents alone, the answer is the same: "
                + derived.verdict().code()
            : "derived again, the answer is "
                + derived.verdict().code()
                + "; it differs in "
                + Untrusted.shown(
                    String.join(
                        ", ",
                        differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size()))))
                + (differences.size() > MOST_DIFFERENCES
                    ? " and " + (differences.size() - MOST_DIFFERENCES) + " more places"
                    : ""));
  }

  private static byte[] withVersion(byte[] answer, String version) {
    // Nothing that a document says stands before it.
    String text = new String(answer, StandardCharsets.UTF_8);
    return text.replaceFirst(
            "\"version\":\"[^\"]*\"",
            Matcher.quoteReplacement("\"version\":" + JSON.writeValueAsString(version)))
        .getBytes(StandardCharsets.UTF_8);
  }

  private void state(BundleQuestion question) {
    notes.add("judged as of " + JsonBody.time(question.judgedAt()) + ": stated, not proved");
    notes.add(
        "the first and last record that the maker held, and where and when each document was"
            + " imported (custody.json), are stated, not proved");
    notes.add("exit lists are signed by nobody: compare them with another copy of the archive");
  }
}
