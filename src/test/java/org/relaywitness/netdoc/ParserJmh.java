package org.relaywitness.netdoc;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleDocument;
import org.relaywitness.sample.SampleOptions;

/** Reading one consensus of 7,000 relays, and scanning its bytes; {@code etc/jmh} runs it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ParserJmh {
  private final ConsensusParser parser = new ConsensusParser();
  private byte[] bytes = {};
  private List<RawDocument> documents = List.of();

  /** Makes the consensus, and prints its size: bytes through microseconds are MB a second. */
  @Setup
  public void generate() throws IOException, DocumentParseException {
    List<byte[]> found = new ArrayList<>();
    new SampleArchive(SampleOptions.of(1, 7_000, 1_400, 1, Instant.parse("2024-03-01T00:00:00Z")))
        .generate(
            document -> {
              if (document.kind() == SampleDocument.Kind.CONSENSUS && found.isEmpty()) {
                found.add(document.bytes());
              }
            });
    bytes = found.get(0);
    documents = DocumentSplitter.split(bytes);
    System.out.println("the consensus has " + bytes.length + " bytes");
  }

  /** A plain scan over the bytes, to compare with. */
  @Benchmark
  public int scanBytes() {
    int newlines = 0;
    for (byte b : bytes) {
      if (b == '\n') {
        newlines++;
      }
    }
    return newlines;
  }

  /** Parsing alone. */
  @Benchmark
  public Object parse() throws DocumentParseException {
    return parser.scan(documents.get(0), "consensus", new PackedAppearances(1 << 21));
  }

  /** Parsing, and the digests that signatures and identity need. */
  @Benchmark
  public Object parseAndDigest() throws DocumentParseException {
    return parser.parse(documents.get(0), "consensus", new PackedAppearances(1 << 21));
  }
}
