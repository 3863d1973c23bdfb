package org.relaywitness.evidence;

import com.github.luben.zstd.Zstd;
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
import java.util.List;
import java.util.Optional;
import org.relaywitness.lookup.AddressParser;
import org.relaywitness.lookup.Question;
import org.relaywitness.trust.AuthorityList;

/**
 * Opens the verifier of evidence bundles to the fuzzer. Bytes that begin like a ZIP file are
 * verified as they are; others are cut into question, answer, documents and custody, which are then
 * put together as a bundle with right checksums, so that what is behind those is reached.
 */
public final class BundleReading {
  private static final byte[] CUT = "\n====\n".getBytes(StandardCharsets.US_ASCII);
  private static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");

  private final Path file;
  private final AuthorityList authorities;

  private BundleReading(Path file, AuthorityList authorities) {
    this.file = file;
    this.authorities = authorities;
  }

  /**
   * A reader that trusts nobody.
   *
   * @param file written anew at each reading
   */
  public static BundleReading ofNoAuthorities(Path file) {
    return new BundleReading(file, AuthorityList.of(List.of()));
  }

  /** Reads bytes as a bundle: a report with words, or none, and nothing else may come of them. */
  public void read(byte[] bytes) throws IOException {
    boolean zip = bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K';
    Files.write(file, zip ? bytes : composed(cut(bytes)));
    Optional<BundleReport> report = BundleVerifier.verify(file, authorities);
    if (report.isEmpty() ? !zip : report.get().text().isBlank()) {
      throw new IllegalStateException("a report without words");
    }
  }

  /** A small bundle about these documents, whole and in its parts: to begin with. */
  public static List<byte[]> seeds(List<byte[]> documents, String address, Instant at)
      throws Exception {
    RawRecords records = new RawRecords();
    for (byte[] document : documents) {
      records.add("archive/document", document);
    }
    records.settle(AuthorityList.of(List.of()));
    Question question =
        Question.ofInstant(AddressParser.parse(address), at, ZoneOffset.UTC, Duration.ZERO, null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EvidenceBundle.of(question, records, NOW).write(records::find, out);
    Path file = Files.createTempFile("relaywitness-seed", ".zip");
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try {
      Files.write(file, out.toByteArray());
      String[] last = {""};
      BundleZipReader.read(
          file,
          BundleFiles.ALL,
          (name, block, length) -> {
            if (BundleFiles.ALL.indexOf(name) > 3) {
              return;
            }
            if (!last[0].isEmpty() && !last[0].equals(name)) {
              if (last[0].equals(BundleFiles.DOCUMENTS)) {
                parts.writeBytes(unpacked(packed.toByteArray()));
              }
              parts.writeBytes(CUT);
            }
            last[0] = name;
            (name.equals(BundleFiles.DOCUMENTS) ? packed : parts).write(block, 0, length);
          });
    } finally {
      Files.delete(file);
    }
    return List.of(out.toByteArray(), parts.toByteArray());
  }

  private static byte[] unpacked(byte[] packed) {
    byte[] tar = new byte[1 << 20];
    int length =
        Math.toIntExact(Zstd.decompressByteArray(tar, 0, tar.length, packed, 0, packed.length));
    return Arrays.copyOf(tar, length);
  }

  private static byte[] composed(List<byte[]> parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BundleZip zip = new BundleZip(out)) {
      zip.add(BundleFiles.QUESTION, parts.get(0));
      zip.add(BundleFiles.ANSWER, parts.get(1));
      zip.add(BundleFiles.DOCUMENTS, Zstd.compress(parts.get(2), 1));
      zip.add(BundleFiles.CUSTODY, parts.get(3));
      zip.add(BundleFiles.README, BundleFiles.readme());
      zip.add(BundleFiles.SCRIPT, BundleFiles.script());
      zip.add(BundleFiles.MANIFEST, BundleFiles.manifest(zip.members()));
    }
    return out.toByteArray();
  }

  /** Four parts; those that are not there are empty. */
  private static List<byte[]> cut(byte[] bytes) {
    List<byte[]> parts = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i + CUT.length <= bytes.length && parts.size() < 3; i++) {
      if (Arrays.equals(bytes, i, i + CUT.length, CUT, 0, CUT.length)) {
        parts.add(Arrays.copyOfRange(bytes, begin, i));
        begin = i + CUT.length;
        i = begin - 1;
      }
    }
    parts.add(Arrays.copyOfRange(bytes, begin, bytes.length));
    while (parts.size() < 4) {
      parts.add(new byte[0]);
    }
    return parts;
  }
}
