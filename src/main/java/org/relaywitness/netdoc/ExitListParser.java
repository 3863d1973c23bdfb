package org.relaywitness.netdoc;

import static org.relaywitness.netdoc.DocumentParseException.Kind.DUPLICATE;
import static org.relaywitness.netdoc.DocumentParseException.Kind.WRONG_TYPE;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.ExitListEntry;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;

/**
 * Reads exit lists (tordnsel format), with or without a {@code Downloaded} line.
 *
 * <p>Unknown keywords and further arguments are accepted; a line that cannot be read means that the
 * list is damaged, and throws.
 */
public final class ExitListParser {
  private final LineCursor cursor;
  private final String name;
  private final List<ExitListEntry> entries = new ArrayList<>();
  private @Nullable Instant downloaded;
  private @Nullable Instant newestScan;
  private @Nullable Fingerprint fingerprint;
  private List<ExitScan> scans = new ArrayList<>();

  private ExitListParser(RawDocument raw, String name) {
    this.cursor = new LineCursor(raw, name);
    this.name = name;
  }

  /**
   * Reads an exit list.
   *
   * @param name the name under which the document is known; a list without {@code Downloaded} takes
   *     its time from a {@code YYYY-MM-DD-HH-MM-SS} in the last part of it
   * @throws DocumentParseException whatever is wrong with the bytes
   */
  public static ExitList parse(RawDocument raw, String name) throws DocumentParseException {
    ExitListParser parser = new ExitListParser(raw, name);
    parser.readLines();
    return new ExitList(parser.time(), parser.entries, raw.sha256());
  }

  private void readLines() throws DocumentParseException {
    boolean more = cursor.firstLine();
    while (more) {
      if (cursor.keyword()) {
        switch (cursor.word()) {
          case "Downloaded" -> readDownloaded();
          case "ExitNode" -> {
            endEntry();
            fingerprint = cursor.requireFingerprint("ExitNode and 40 hex digits");
          }
          case "ExitAddress" -> readAddress();
          default -> {}
        }
      }
      more = cursor.nextLine();
    }
    endEntry();
  }

  private void readDownloaded() throws DocumentParseException {
    if (downloaded != null) {
      throw cursor.error(DUPLICATE, cursor.line(), "one Downloaded line");
    }
    downloaded = cursor.requireTime();
  }

  private void endEntry() {
    if (fingerprint != null) {
      entries.add(new ExitListEntry(fingerprint, scans));
      scans = new ArrayList<>();
    }
  }

  private void readAddress() throws DocumentParseException {
    if (fingerprint == null) {
      throw cursor.malformedLine("ExitNode before the first ExitAddress");
    }
    cursor.nextWord();
    byte[] address = new byte[16];
    int length = AddressText.parse(cursor.bytes, cursor.wordStart, cursor.wordEnd, address, 0);
    if (length < 0) {
      throw cursor.malformedWord("an IPv4 or IPv6 address on an ExitAddress line");
    }
    InetAddress exitAddress = Addresses.ofBytes(Arrays.copyOf(address, length));
    Instant time = cursor.requireTime();
    scans.add(new ExitScan(fingerprint, exitAddress, time));
    if (newestScan == null || time.isAfter(newestScan)) {
      newestScan = time;
    }
  }

  private Instant time() throws DocumentParseException {
    if (downloaded != null) {
      return downloaded;
    }
    if (entries.isEmpty()) {
      throw new DocumentParseException(
          name, 0, WRONG_TYPE, "", "an exit list with a Downloaded line or an ExitNode line");
    }
    Instant named = UtcTime.findInFileName(name);
    if (named != null) {
      return named;
    }
    if (newestScan == null) {
      throw cursor.missing("a Downloaded line, a time in the file's name, or a scan");
    }
    return newestScan;
  }
}
