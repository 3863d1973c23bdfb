package org.relaywitness.sample;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.relaywitness.sample.SampleCast.Example;
import org.relaywitness.trust.AuthorityList;
import org.relaywitness.trust.AuthorityListException;
import org.tukaani.xz.XZInputStream;

/**
 * The bundled sample that {@code demo} serves: five days of a small network, one hour missing. One
 * tarball holds the list of authorities, the certificates, the consensuses and the exit lists.
 */
public final class SampleDemo {
  /** The hour since the start that has no consensus: 2024-03-07 14:00. */
  public static final int GAP_HOUR = 86;

  /** The address of a question to begin with: traffic left from it, and no relay lists it. */
  public static final String EXAMPLE_ADDRESS = "203.0.113.77";

  /** The instant of a question to begin with, ISO 8601. */
  public static final String EXAMPLE_TIME = "2024-03-06T12:30:00Z";

  private static final String RESOURCE = "demo.tar.xz";
  private static final int PRESET = 6;

  private SampleDemo() {}

  /** The options that it is made with. */
  public static SampleOptions options() {
    return SampleOptions.of(5, 300, 66, 2024, Instant.parse("2024-03-04T00:00:00Z"))
        .withGapHours(List.of(GAP_HOUR));
  }

  /**
   * Questions that the demo answers, with their verdicts: those of the cast, those about strangers,
   * and one whose answer needs the missing hour.
   */
  public static List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    SampleCast.all().forEach(role -> examples.addAll(role.examples()));
    examples.addAll(SampleCast.strangers());
    examples.add(new Example("192.0.2.200", GAP_HOUR + 1, null, "inconclusive", null));
    return examples;
  }

  /** The bundled tarball, {@code .tar.xz}. */
  public static InputStream open() {
    InputStream in = SampleDemo.class.getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new IllegalStateException("the product lacks its resource " + RESOURCE);
    }
    return in;
  }

  /** The authorities that signed the bundled tarball, as it names them itself. */
  public static AuthorityList authorities() throws IOException {
    try (TarArchiveInputStream members =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open())))) {
      TarArchiveEntry first = members.getNextEntry();
      if (first == null || !first.getName().equals(SampleArchive.AUTHORITIES_FILE)) {
        throw new IllegalStateException(
            RESOURCE + " does not begin with " + SampleArchive.AUTHORITIES_FILE);
      }
      return AuthorityList.parse(
          first.getName(), new String(members.readAllBytes(), StandardCharsets.UTF_8));
    } catch (AuthorityListException e) {
      throw new IllegalStateException(RESOURCE + " names no usable authorities", e);
    }
  }

  /**
   * Makes the tarball anew: how the bundled one came to be. Its members are always the same; the
   * compressed bytes may differ with the version of xz.
   */
  public static void write(Path file) throws IOException {
    SampleArchive archive = new SampleArchive(options());
    try (Tarball tarball = new Tarball(file, PRESET)) {
      tarball.add(
          SampleArchive.AUTHORITIES_FILE, archive.options().start(), archive.authoritiesFile());
      archive.generate(
          document -> tarball.add(document.memberPath(), document.time(), document.bytes()));
    }
  }
}
