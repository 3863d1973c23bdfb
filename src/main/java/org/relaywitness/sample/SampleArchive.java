package org.relaywitness.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.relaywitness.directory.Flavor;
import org.relaywitness.trust.AuthorityList;

/**
 * A synthetic archive, signed and in the form of CollecTor's: the same options give the same bytes.
 *
 * <p>Nine authorities of its own sign it, so it verifies against {@link #authorities} alone. Every
 * relay address is of the ranges for documentation (192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24,
 * 2001:db8::/32) and for benchmarks (198.18.0.0/15). Immutable; its documents can be made as often
 * as wanted.
 */
public final class SampleArchive {
  /** What real authorities sign with. */
  private static final int KEY_BITS = 2048;

  /** The name of the list of authorities beside the documents. */
  public static final String AUTHORITIES_FILE = "authorities.tsv";

  private final SampleOptions options;
  private final SampleAuthorities authorities;

  /** An archive of these options. Makes the keys, which takes a few seconds. */
  public SampleArchive(SampleOptions options) {
    this(options, KEY_BITS);
  }

  SampleArchive(SampleOptions options, int keyBits) {
    this.options = options;
    this.authorities = new SampleAuthorities(options, keyBits);
  }

  /** What it holds. */
  public SampleOptions options() {
    return options;
  }

  /** The authorities that sign it. */
  public AuthorityList authorities() {
    return authorities.list();
  }

  /** The list of {@link #authorities} as a file: what {@code --authorities} takes. */
  public byte[] authoritiesFile() {
    return ("# Authorities of a synthetic archive; none of them is of the Tor network.\n"
            + authorities())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Makes all documents, certificates first, then hour by hour. */
  public void generate(DocumentSink sink) throws IOException {
    for (SampleDocument certificate : authorities.certificates()) {
      sink.document(certificate);
    }
    SampleNetwork network = new SampleNetwork(options);
    ConsensusWriter writer = new ConsensusWriter(options, authorities);
    ExitScanner scanner = new ExitScanner();
    Set<Integer> gaps = new HashSet<>(options.gapHours());
    for (int hour = 0; hour < options.hours(); hour++) {
      List<SampleRelay> relays = network.listed(hour);
      if (!gaps.contains(hour)) {
        sink.document(writer.consensus(Flavor.NS, hour, relays));
        if (options.microdesc()) {
          sink.document(writer.consensus(Flavor.MICRODESC, hour, relays));
        }
      }
      sink.document(scanner.list(options.at(hour), relays));
    }
  }

  /**
   * Writes plain files in the folders of CollecTor's {@code recent}, and the authorities beside.
   */
  public void writeFiles(Path folder) throws IOException {
    writeAuthorities(folder);
    generate(
        document -> {
          Path file = folder.resolve(document.recentPath());
          Files.createDirectories(Objects.requireNonNull(file.getParent()));
          Files.write(file, document.bytes());
        });
  }

  /** Writes tarballs in the folders of CollecTor's {@code archive}, and the authorities beside. */
  public void writeTarballs(Path folder) throws IOException {
    writeAuthorities(folder);
    try (TarballSink tarballs = new TarballSink(folder)) {
      generate(tarballs);
    }
  }

  private void writeAuthorities(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(AUTHORITIES_FILE), authoritiesFile());
  }
}
