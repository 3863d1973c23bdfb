package org.relaywitness.evidence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.TestPrograms;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.Verification;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.AddressParser;
import org.relaywitness.lookup.Question;
import org.relaywitness.sample.SampleDemo;
import org.relaywitness.trust.AuthorityList;

/** Bundles of the demo's own sample, checked by the verifier, by openssl, and after damage. */
class EvidenceBundleTest {
  private static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");
  private static RawRecords records = new RawRecords();

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void readSample() throws Exception {
    records =
        RawRecords.demo((name, document) -> List.of(document)).settle(SampleDemo.authorities());
  }

  private static byte[] bundle(RawRecords from, String address, String at, Documents documents)
      throws Exception {
    Question question =
        Question.ofInstant(
            AddressParser.parse(address), Instant.parse(at), ZoneOffset.UTC, Duration.ZERO, null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EvidenceBundle.of(question, from, NOW).write(documents, out);
    return out.toByteArray();
  }

  private static byte[] positive() throws Exception {
    return bundle(records, SampleDemo.EXAMPLE_ADDRESS, SampleDemo.EXAMPLE_TIME, records::find);
  }

  private static Optional<BundleReport> verify(byte[] bytes, AuthorityList authorities)
      throws IOException {
    Path file = folder.resolve("bundle.zip");
    Files.write(file, bytes);
    return BundleVerifier.verify(file, authorities);
  }

  @Test
  void bundle_positive_verifies() throws Exception {
    BundleReport report = verify(positive(), SampleDemo.authorities()).orElseThrow();
    assertTrue(report.holds(), report::text);
    assertTrue(report.text().contains("the answer is the same: exit_observed"), report::text);
  }

  @Test
  void bundle_negatives_verify() throws Exception {
    for (String at : List.of("2024-03-06T12:30:00Z", "2024-03-07T15:30:00Z")) {
      BundleReport report =
          verify(bundle(records, "192.0.2.200", at, records::find), SampleDemo.authorities())
              .orElseThrow();
      assertTrue(report.holds(), report::text);
    }
  }

  @Test
  void bundle_sameQuestion_givesSameBytes() throws Exception {
    assertArrayEquals(positive(), positive());
  }

  @Test
  void verify_otherAuthorities_doesNotHold() throws Exception {
    BundleReport report = verify(positive(), AuthorityList.bundled()).orElseThrow();
    assertFalse(report.holds());
    assertTrue(report.text().contains("--authorities FILE"), report::text);
  }

  @Test
  void verify_missingDocument_doesNotHold() throws Exception {
    byte[] bytes =
        bundle(
            records,
            SampleDemo.EXAMPLE_ADDRESS,
            SampleDemo.EXAMPLE_TIME,
            sha256 -> sha256.first() < 0 ? Optional.empty() : records.find(sha256));
    BundleReport report = verify(bytes, SampleDemo.authorities()).orElseThrow();
    assertFalse(report.holds());
    assertTrue(report.text().contains("not verifiable"), report::text);
  }

  @Test
  void verify_noBundle_isEmpty() throws Exception {
    assertTrue(verify(new byte[100], SampleDemo.authorities()).isEmpty());
    assertTrue(verify(new byte[0], SampleDemo.authorities()).isEmpty());
  }

  private static List<BundleZip.Member> members(byte[] bundle, Map<String, byte[]> contents)
      throws Exception {
    Map<String, ByteArrayOutputStream> taken = new HashMap<>();
    List<BundleZip.Member> members =
        BundleZipReader.read(
            Files.write(folder.resolve("members.zip"), bundle),
            BundleFiles.ALL,
            (name, block, length) ->
                taken
                    .computeIfAbsent(name, member -> new ByteArrayOutputStream())
                    .write(block, 0, length));
    taken.forEach((name, content) -> contents.put(name, content.toByteArray()));
    return members;
  }

  /** What a forger makes, who changes a member and then puts every checksum right. */
  private static byte[] forged(byte[] bundle, String name, byte[] content) throws Exception {
    Map<String, byte[]> contents = new HashMap<>();
    members(bundle, contents);
    contents.put(name, content);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BundleZip zip = new BundleZip(out)) {
      for (String member : BundleFiles.ALL) {
        zip.add(
            member,
            member.equals(BundleFiles.MANIFEST)
                ? BundleFiles.manifest(zip.members())
                : contents.getOrDefault(member, new byte[0]));
      }
    }
    return out.toByteArray();
  }

  private static String text(byte[] bundle, String name) throws Exception {
    Map<String, byte[]> contents = new HashMap<>();
    members(bundle, contents);
    return new String(contents.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
  }

  private static void assertFound(byte[] changed, String what) throws Exception {
    Optional<BundleReport> report = verify(changed, SampleDemo.authorities());
    assertTrue(report.isPresent(), () -> "no bundle any more: " + what);
    assertFalse(report.orElseThrow().holds(), () -> "unseen: " + what);
  }

  @Test
  void verify_anyByteChanged_isFound() throws Exception {
    byte[] bytes = positive();
    Set<Integer> places = new TreeSet<>();
    List<BundleZip.Member> members = members(bytes, new HashMap<>());
    for (BundleZip.Member member : members) {
      int start = (int) member.offset();
      int content = start + BundleZip.localHeader(member.name()).length;
      int end = content + (int) member.packed() + BundleZip.DESCRIPTOR_LENGTH;
      for (int i = start; i < content + 6; i += 3) {
        places.add(i); // the header, and that of the first block
      }
      for (int i = 0; i < 24; i++) {
        places.add(content + (int) ((end - content) * (i / 24.0)));
      }
      for (int i = end - BundleZip.DESCRIPTOR_LENGTH; i < end; i += 3) {
        places.add(i);
      }
    }
    BundleZip.Member last = members.get(members.size() - 1);
    int directory =
        (int) (last.offset() + last.packed())
            + BundleZip.localHeader(last.name()).length
            + BundleZip.DESCRIPTOR_LENGTH;
    for (int i = directory; i < bytes.length; i += 7) {
      places.add(i); // the list of members, its end, and the comment
    }
    places.add(bytes.length - 1);
    for (int place : places) {
      byte[] changed = bytes.clone();
      changed[place] ^= (byte) (1 << (place % 8));
      assertFound(changed, "byte " + place + " of " + bytes.length);
    }
  }

  @Test
  void verify_memberChangedAndManifestMadeAnew_isFound() throws Exception {
    byte[] bytes = positive();
    for (String name : BundleFiles.ALL) {
      if (!name.equals(BundleFiles.DOCUMENTS) && !name.equals(BundleFiles.MANIFEST)) {
        String text = text(bytes, name);
        List<String> others = new ArrayList<>(List.of(text + "\n", " " + text, "", "{", "[]"));
        // When and whence a document was imported is stated, not proved: all else is found.
        others.add(text.replaceFirst("\"sha256\":\"..|2024|openssl", "\"sha256\":\"zz"));
        others.add(text.replaceFirst("^\\{", "{\"documents\":[],\"verdict\":\"not_listed\","));
        for (String other : others) {
          if (!other.equals(text)) {
            assertFound(
                forged(bytes, name, other.getBytes(StandardCharsets.UTF_8)), name + ": " + other);
          }
        }
      }
    }
  }

  @Test
  void verify_forgedVerdict_isDerivedAgain() throws Exception {
    byte[] bytes = positive();
    String answer = text(bytes, BundleFiles.ANSWER);
    String other = answer.replace("\"exit_observed\"", "\"not_listed\"");
    assertFalse(answer.equals(other), answer);
    BundleReport report =
        verify(
                forged(bytes, BundleFiles.ANSWER, other.getBytes(StandardCharsets.UTF_8)),
                SampleDemo.authorities())
            .orElseThrow();
    assertFalse(report.holds());
    assertTrue(report.text().contains("derived again, the answer is exit_observed"), report::text);
  }

  @Test
  void verify_otherDocumentUnderTheSameDigest_isFound() throws Exception {
    byte[] bytes =
        bundle(
            records,
            SampleDemo.EXAMPLE_ADDRESS,
            SampleDemo.EXAMPLE_TIME,
            sha256 -> records.find(sha256).map(EvidenceBundleTest::withoutExits));
    BundleReport report = verify(bytes, SampleDemo.authorities()).orElseThrow();
    assertFalse(report.holds());
    assertTrue(report.text().contains("has not the SHA-256"), report::text);
  }

  private static byte[] withoutExits(byte[] document) {
    return new String(document, StandardCharsets.ISO_8859_1)
        .replace("\ns Exit ", "\ns ")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void verify_forgedConsensusesAndAllElseMadeToFit_haveBadSignatures() throws Exception {
    // The forger's own software says that every signature is good.
    ConsensusVerifier liar =
        (flavor, validAfter, digest, signatures) ->
            new ConsensusCheck(Verification.VERIFIED, 9, 5, 9, false, List.of());
    RawRecords forgery = RawRecords.demo((name, document) -> List.of(withoutExits(document)));
    forgery.settle(liar);
    byte[] bytes =
        bundle(forgery, SampleDemo.EXAMPLE_ADDRESS, SampleDemo.EXAMPLE_TIME, forgery::find);
    BundleReport report = verify(bytes, SampleDemo.authorities()).orElseThrow();
    assertFalse(report.holds());
    assertTrue(report.text().contains("DIFFERS  signatures: 0 of "), report::text);
    assertTrue(report.trustRoots().isEmpty(), report::text);
  }

  /** The document with those of its signatures only whose number is in the range. */
  private static byte[] withSignatures(byte[] consensus, int from, int to) {
    String[] parts =
        new String(consensus, StandardCharsets.ISO_8859_1)
            .split("(?m)(?=^directory-signature )", -1);
    StringBuilder copy = new StringBuilder(parts[0]);
    for (int i = from; i < to; i++) {
      copy.append(parts[i + 1]);
    }
    return copy.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void verify_copiesWithOtherSignatures_countTogether() throws Exception {
    RawRecords copies =
        RawRecords.demo(
                (name, document) ->
                    name.endsWith("2024-03-06-12-00-00-consensus")
                        ? List.of(withSignatures(document, 0, 4), withSignatures(document, 4, 8))
                        : List.of(document))
            .settle(SampleDemo.authorities());
    byte[] bytes =
        bundle(copies, SampleDemo.EXAMPLE_ADDRESS, SampleDemo.EXAMPLE_TIME, copies::find);
    assertTrue(text(bytes, BundleFiles.ANSWER).contains("\"signatures\":8"), "joined");
    BundleReport report = verify(bytes, SampleDemo.authorities()).orElseThrow();
    assertTrue(report.holds(), report::text);
    // Half of them alone are no majority: the copy that is left does not bear the answer.
    byte[] half =
        bundle(
            copies,
            SampleDemo.EXAMPLE_ADDRESS,
            SampleDemo.EXAMPLE_TIME,
            sha256 ->
                copies
                    .find(sha256)
                    .filter(one -> !Arrays.equals(one, copies.find(firstCopy(copies)).get())));
    assertFound(half, "a copy left out");
  }

  private static Sha256 firstCopy(RawRecords copies) {
    Instant hour = Instant.parse("2024-03-06T12:00:00Z");
    return copies.consensuses(hour, hour.plusSeconds(1)).get(0).sha256();
  }

  @Test
  void verify_absurdQuestion_isFoundAndNoFault() throws Exception {
    byte[] bytes = positive();
    String question = text(bytes, BundleFiles.QUESTION);
    String time = "\"(at|judged_at|first_consensus|last_exit_list)\":\"[^\"]*\"";
    List<String> absurd = new ArrayList<>();
    for (String at :
        List.of(
            "+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z", "9999-12-31T23:00:00Z")) {
      absurd.add(question.replaceAll(time, "\"$1\":\"" + at + "\""));
      for (String name : List.of("at", "judged_at", "first_consensus", "last_exit_list")) {
        absurd.add(
            question.replaceFirst(
                "\"" + name + "\":\"[^\"]*\"", "\"" + name + "\":\"" + at + "\""));
      }
    }
    for (String date : List.of("+999999999-12-31", "-999999999-01-01", "9999-12-31")) {
      absurd.add(
          question
              .replaceFirst("\"at\":\"[^\"]*\"", "\"at\":null")
              .replaceFirst("\"date\":null", "\"date\":\"" + date + "\""));
    }
    for (String tolerance : List.of("PT2562047788015215H", "-PT5M", "PT87600H")) {
      absurd.add(question.replace("\"PT0S\"", "\"" + tolerance + "\""));
    }
    absurd.add("[".repeat(200_000));
    for (String other : absurd) {
      assertFalse(other.equals(question), other);
      assertFound(
          forged(bytes, BundleFiles.QUESTION, other.getBytes(StandardCharsets.UTF_8)),
          other.substring(0, Math.min(300, other.length())));
    }
    for (String name : List.of(BundleFiles.ANSWER, BundleFiles.CUSTODY)) {
      assertFound(forged(bytes, name, "[".repeat(200_000).getBytes(StandardCharsets.UTF_8)), name);
    }
  }

  @Test
  void verify_trailingOrCutBytes_isFound() throws Exception {
    byte[] bytes = positive();
    for (int length : List.of(bytes.length + 1, bytes.length - 1, bytes.length / 2, 100)) {
      byte[] changed = Arrays.copyOf(bytes, length);
      assertFalse(
          verify(changed, SampleDemo.authorities()).orElseThrow().holds(), "length " + length);
    }
  }

  /** A folder with all that a bundle holds, unpacked; skipped where the tools are missing. */
  private static Path unpacked() throws Exception {
    TestPrograms.require("openssl", "zstd");
    Path work = Files.createTempDirectory(folder, "unpacked");
    Map<String, byte[]> contents = new HashMap<>();
    members(positive(), contents);
    for (Map.Entry<String, byte[]> member : contents.entrySet()) {
      Files.write(work.resolve(member.getKey()), member.getValue());
    }
    String out =
        run(
            work,
            "sh",
            "-c",
            "sha256sum -c MANIFEST && zstd -dc documents.tar.zst | tar -xf -; echo code $?");
    assertTrue(out.contains("code 0"), out);
    return work;
  }

  @Test
  void script_bundle_checksSignaturesWithOpenssl() throws Exception {
    Path work = unpacked();
    String out =
        run(
            work,
            "sh",
            "-c",
            "sh check-signatures.sh $(ls consensuses/* | head -n 2); echo code $?");
    assertEquals(2, out.split("good signatures [5-9] of [5-9]", -1).length - 1, out);
    assertTrue(out.contains("code 0"), out);
    // A changed relay line must turn every signature bad.
    String forged =
        run(
            work,
            "sh",
            "-c",
            "f=$(ls consensuses/* | head -n 1); sed 's/^s .*Exit/s Guard/' $f > forged;"
                + " sh check-signatures.sh forged; echo code $?");
    assertTrue(forged.contains("good signatures 0 of"), forged);
    assertTrue(forged.contains("BAD signature") && forged.contains("code 1"), forged);
    // So must certificates that were tampered with leave none that is good.
    String uncertified =
        run(
            work,
            "sh",
            "-c",
            "for c in certificates/*; do sed 's/^dir-key-expires 20/dir-key-expires 21/' $c > one"
                + " && cp one $c; done; sh check-signatures.sh $(ls consensuses/* | head -n 1);"
                + " echo code $?");
    assertTrue(uncertified.contains("NOT signed by its identity key"), uncertified);
    assertTrue(uncertified.contains("good signatures 0 of"), uncertified);
    assertTrue(uncertified.contains("code 1"), uncertified);
  }

  @Test
  void script_opensslThatCannot_provesNothing() throws Exception {
    Path work = unpacked();
    Path tools = Files.createDirectories(work.resolve("tools"));
    String real = run(work, "sh", "-c", "command -v openssl").strip();
    Path openssl = tools.resolve("openssl");
    String forged =
        "f=$(ls consensuses/* | head -n 1); sed 's/^s .*Exit/s Guard/' $f > forged;"
            + " PATH=\"$PWD/tools:$PATH\" sh check-signatures.sh forged; echo code $?";
    for (String broken :
        List.of(
            "[ \"$1\" = dgst ] && exit 1",
            "[ \"$1\" = dgst ] && exit 0",
            "[ \"$1\" = dgst ] && echo da39a3 && exit 0",
            "[ \"$1 $3\" = 'dgst -r' ] && case $4 in */abc) ;; *) exit 0 ;; esac",
            "[ \"$1\" = pkeyutl ] && exit 0",
            "[ \"$1 $2\" = 'pkeyutl -verifyrecover' ] && exit 1",
            "exit 1")) {
      Files.writeString(openssl, "#!/bin/sh\n" + broken + "\nexec " + real + " \"$@\"\n");
      assertTrue(openssl.toFile().setExecutable(true));
      String out = run(work, "sh", "-c", forged);
      assertTrue(out.contains("code 2"), broken + "\n" + out);
      assertTrue(out.contains("NOTHING IS PROVED"), broken + "\n" + out);
      assertFalse(out.contains("good signatures"), broken + "\n" + out);
    }
  }

  private static String run(Path work, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    return out;
  }
}
