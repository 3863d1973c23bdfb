package org.relaywitness.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.archive.ArchiveProblem;
import org.relaywitness.archive.ArchiveReader;
import org.relaywitness.archive.ArchiveVisitor;
import org.relaywitness.archive.ArchivedFile;
import org.relaywitness.archive.Container;
import org.relaywitness.archive.collector.IndexReading;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.RouterStatusEntry;
import org.relaywitness.evidence.BundleReading;
import org.relaywitness.evidence.bulk.BulkDefaults;
import org.relaywitness.evidence.bulk.BulkFormat;
import org.relaywitness.evidence.bulk.BulkInput;
import org.relaywitness.evidence.bulk.BulkInputException;
import org.relaywitness.evidence.pdf.ReportReading;
import org.relaywitness.lookup.AddressParser;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.QuestionParser;
import org.relaywitness.netdoc.ConsensusParser;
import org.relaywitness.netdoc.DocumentParseException;
import org.relaywitness.netdoc.DocumentSplitter;
import org.relaywitness.netdoc.DocumentType;
import org.relaywitness.netdoc.EntryQuotation;
import org.relaywitness.netdoc.ExitListParser;
import org.relaywitness.netdoc.KeyCertificateParser;
import org.relaywitness.netdoc.RawDocument;
import org.relaywitness.trust.AuthorityList;
import org.relaywitness.trust.AuthorityListException;

/**
 * What is fuzzed: each takes any bytes, and only the exception that its room declares may come of
 * them. Laws that hold for whatever was accepted are checked too.
 */
@SuppressWarnings("ImmutableEnumChecker") // parsers with state, one thread uses them
public enum FuzzTarget {
  CONSENSUS {
    private final ConsensusParser parser = new ConsensusParser();

    @Override
    public void read(byte[] bytes) {
      RawDocument document = raw(bytes);
      PackedAppearances packed = new PackedAppearances(64);
      String hot = refusal(() -> parser.parse(document, "x", packed));
      List<RouterStatusEntry> entries = new ArrayList<>();
      String cold = refusal(() -> entries.addAll(parser.parseEntries(document, "x")));
      if (hot == null && cold == null) {
        List<Appearance> listed =
            entries.stream()
                .filter(RouterStatusEntry::running)
                .flatMap(entry -> entry.appearances().stream())
                .toList();
        require(listed.equals(packed.toList()), "the two readings differ");
      }
    }
  },
  EXIT_LIST {
    @Override
    public void read(byte[] bytes) {
      refusal(() -> ExitListParser.parse(raw(bytes), "2024-03-12-14-30-00"));
    }
  },
  KEY_CERTIFICATE {
    @Override
    public void read(byte[] bytes) {
      refusal(() -> KeyCertificateParser.parse(raw(bytes), "x"));
    }
  },
  SPLITTER {
    private final Fingerprint relay = Fingerprint.ofBytes(new byte[20]);

    @Override
    public void read(byte[] bytes) {
      int end = 0;
      for (RawDocument document : DocumentSplitter.split(bytes)) {
        require(document.offset() >= end && document.end() <= bytes.length, "documents overlap");
        end = document.end();
        DocumentSplitter.findEmbeddedCertificates(document);
      }
      EntryQuotation.of(bytes, relay);
    }
  },
  ARCHIVE {
    private final ArchiveReader reader =
        new ArchiveReader(
            ArchiveLimits.defaults()
                .withMaxDocumentBytes(1 << 20)
                .withMaxUnpackedBytes(8 << 20)
                .withMaxMembers(1_000, 1_000)
                .withMaxDecoder(16 << 20, 23));

    @Override
    public void read(byte[] bytes) throws Exception {
      reader.read(new ByteArrayInputStream(bytes), "fuzzed", new Passing());
    }
  },
  QUESTION {
    private final QuestionParser parser =
        new QuestionParser(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));

    @Override
    public void read(byte[] bytes) throws Exception {
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", 6);
      @Nullable String[] given = new @Nullable String[6];
      for (int i = 0; i < parts.length; i++) {
        given[i] = parts[i].equals("-") ? null : parts[i];
      }
      try {
        Question question =
            parser.parse(given[0], given[1], given[2], given[3], given[4], given[5]);
        require(question.from().isBefore(question.to()), "an empty question");
        require(
            AddressParser.parse(Addresses.format(question.address())).equals(question.address()),
            "an address that is not read back");
      } catch (InvalidQuestionException e) {
        require(!e.problems().isEmpty(), "a refusal without a reason");
      }
    }
  },
  BULK {
    private final QuestionParser parser =
        new QuestionParser(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));

    @Override
    public void read(byte[] bytes) throws Exception {
      for (BulkFormat format : BulkFormat.values()) {
        try {
          BulkInput lines =
              BulkInput.open(format, new ByteArrayInputStream(bytes), parser, BulkDefaults.NONE);
          for (int i = 0; i <= bytes.length && lines.next() != null; i++) {
            require(i < bytes.length, "more lines than bytes");
          }
        } catch (BulkInputException e) {
          require(!e.detail().isBlank(), "a refusal without a reason");
        }
      }
      BulkFormat.recognise(new ByteArrayInputStream(bytes));
    }
  },
  COLLECTOR_INDEX {
    @Override
    public void read(byte[] bytes) {
      IndexReading.read(bytes);
    }
  },
  BUNDLE {
    private final BundleReading bundle = BundleReading.ofNoAuthorities(scratch());

    @Override
    public void read(byte[] bytes) throws Exception {
      bundle.read(bytes);
    }
  },
  REPORT {
    @Override
    public void read(byte[] bytes) {
      ReportReading.read(bytes);
    }

    @Override
    int longest() {
      return 1 << 20;
    }
  },
  AUTHORITY_LIST {
    @Override
    public void read(byte[] bytes) {
      try {
        String text = new String(bytes, StandardCharsets.UTF_8);
        AuthorityList list = AuthorityList.parse("x", text);
        require(
            AuthorityList.parse("x", list.toString()).toString().equals(list.toString()),
            "a list that is not read back");
      } catch (AuthorityListException e) {
        require(!String.valueOf(e.getMessage()).isBlank(), "a refusal without a reason");
      }
    }
  };

  /** Reads these bytes; anything thrown is a finding. */
  public abstract void read(byte[] bytes) throws Exception;

  /** The longest input that is tried, in bytes. */
  int longest() {
    return 16_384;
  }

  /** Its name on the command line and in the table. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private interface Reading {
    void read() throws DocumentParseException;
  }

  private static @Nullable String refusal(Reading reading) {
    try {
      reading.read();
      return null;
    } catch (DocumentParseException e) {
      String message = e.getMessage();
      require(message.length() < 1000, "a long message");
      require(message.chars().allMatch(c -> c >= ' ' && c <= '~'), "an unprintable message");
      return message;
    }
  }

  private static RawDocument raw(byte[] bytes) {
    return new RawDocument(DocumentType.UNKNOWN, bytes, 0, bytes.length);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }

  private static Path scratch() {
    try {
      Path file = Files.createTempFile("relaywitness-fuzz", ".zip");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Wants everything, keeps nothing, and holds what it gets against the limits. */
  private static final class Passing implements ArchiveVisitor {
    @Override
    public boolean wants(Container container, String path, byte[] head, int headLength) {
      return true;
    }

    @Override
    public void file(ArchivedFile file) {
      String path = file.path();
      require(!path.startsWith("/") && !path.contains(".."), "a hostile name");
    }

    @Override
    public void problem(ArchiveProblem problem) {
      require(!problem.toString().isBlank(), "a problem without words");
    }
  }
}
