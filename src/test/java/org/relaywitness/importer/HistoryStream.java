package org.relaywitness.importer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Generated consensuses and exit lists as a tar stream, made while it is read: no file is written.
 * The same arguments give the same bytes.
 *
 * <p>Each consensus bears nine signatures of the real length that no key made, by authorities that
 * nobody knows: it is stored as insufficiently signed, and making nineteen years of them costs no
 * RSA. Relays are in 10.0.0.0/8 and fd00::/8.
 *
 * <p>Relays come and go as real ones do: most of those that stop come back after a while, a quarter
 * is new, and a few unsteady relays do most of the coming and going. With 0.4% an hour that gives
 * some 11,500 fingerprints a month for 7,000 relays, and with 1.4% some 20,700, as in reality. A
 * stream can be given relays of another one, which it lists for years.
 */
final class HistoryStream {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter FILE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm-ss").withZone(ZoneOffset.UTC);

  /** Of the relays listed, and of those that were never seen before. */
  private static final int PERCENT_STEADY = 75;

  private static final int PERCENT_STEADY_OF_NEW = 30;

  private final Random random;
  private final List<Relay> relays = new ArrayList<>();
  private final List<Relay> absent = new ArrayList<>();
  private final Deque<Relay> lasting = new ArrayDeque<>();
  private boolean begun;

  /** How long a relay stays. */
  enum Stay {
    UNSTEADY,
    STEADY,
    LASTING
  }

  /** A relay as it is listed; {@code address} is where its traffic leaves too. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Relay(
      byte[] fingerprint,
      String address,
      boolean exit,
      boolean ipv6,
      int number,
      Stay stay,
      String entry) {
    Relay lasting() {
      return new Relay(fingerprint, address, exit, ipv6, number, Stay.LASTING, entry);
    }
  }

  /**
   * What to make.
   *
   * @param step from one consensus to the next
   * @param change how many relays give way to others at a step, as a share of all
   */
  record Span(Instant from, Instant to, Duration step, int relays, double change, boolean exits) {}

  HistoryStream(long seed, int count) {
    this(seed, count, List.of());
  }

  /**
   * A stream of its own relays and of some others.
   *
   * @param lasting relays that it lists too, beginning with one at a time, and never drops
   */
  HistoryStream(long seed, int count, List<Relay> lasting) {
    random = new Random(seed);
    lasting.forEach(relay -> this.lasting.add(relay.lasting()));
    for (int i = 0; i < count; i++) {
      relays.add(relay(PERCENT_STEADY));
    }
    for (int i = 0; i < count / 2; i++) {
      absent.add(relay(PERCENT_STEADY_OF_NEW));
    }
  }

  private Relay relay(int percentSteady) {
    byte[] fingerprint = new byte[20];
    random.nextBytes(fingerprint);
    String address =
        "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + (1 + random.nextInt(254));
    int kind = random.nextInt(100);
    int number = random.nextInt(1_000_000);
    Stay stay = random.nextInt(100) < percentSteady ? Stay.STEADY : Stay.UNSTEADY;
    boolean exit = kind < 19;
    boolean ipv6 = kind % 3 == 0;
    return new Relay(
        fingerprint,
        address,
        exit,
        ipv6,
        number,
        stay,
        entry(fingerprint, address, exit, ipv6, number));
  }

  /** The relays as the last document made shows them; only after the stream was read to its end. */
  List<Relay> relays() {
    return List.copyOf(relays);
  }

  /**
   * The documents of these spans as a tar archive, made by a thread of its own while it is read.
   */
  InputStream open(Span... spans) throws IOException {
    PipedInputStream in = new PipedInputStream(4 << 20);
    PipedOutputStream out = new PipedOutputStream(in);
    Thread thread = new Thread(() -> write(spans, out), "history-stream");
    thread.setDaemon(true);
    thread.start();
    return in;
  }

  private void write(Span[] spans, OutputStream out) {
    // Closed without the end of the archive on a fault, the reader reports a truncated one.
    try (out;
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "US-ASCII")) {
      for (Span span : spans) {
        write(span, tar);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(Span span, TarArchiveOutputStream tar) throws IOException {
    for (Instant at = span.from(); at.isBefore(span.to()); at = at.plus(span.step())) {
      if (begun) {
        change(span);
      }
      begun = true;
      add(tar, FILE.format(at) + "-consensus", at, consensus(at));
      if (span.exits()) {
        Instant listed = at.plusSeconds(120);
        add(tar, FILE.format(listed), listed, exitList(listed));
      }
    }
  }

  private static void add(TarArchiveOutputStream tar, String name, Instant time, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    entry.setModTime(Date.from(time));
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private void change(Span span) {
    List<Relay> gone = new ArrayList<>();
    for (int i = (int) (span.change() * relays.size()); i > 0; i--) {
      int place = leaving();
      gone.add(relays.get(place));
      relays.set(place, coming());
    }
    // Only now, so that nobody comes back in the very hour.
    absent.addAll(gone);
    while (relays.size() < span.relays()) {
      relays.add(relay(PERCENT_STEADY));
    }
    while (relays.size() > span.relays()) {
      relays.set(leaving(), relays.get(relays.size() - 1));
      relays.remove(relays.size() - 1);
    }
    while (absent.size() > relays.size()) {
      absent.set(random.nextInt(absent.size()), absent.get(absent.size() - 1));
      absent.remove(absent.size() - 1);
    }
  }

  /** The place of a relay that stops: of the steady ones, one for thirty times that it is drawn. */
  private int leaving() {
    while (true) {
      int place = random.nextInt(relays.size());
      Stay stay = relays.get(place).stay();
      if (stay == Stay.UNSTEADY || (stay == Stay.STEADY && random.nextInt(30) == 0)) {
        return place;
      }
    }
  }

  private Relay coming() {
    if (!absent.isEmpty() && random.nextInt(4) > 0) {
      int place = random.nextInt(absent.size());
      Relay back = absent.get(place);
      absent.set(place, absent.get(absent.size() - 1));
      absent.remove(absent.size() - 1);
      return back;
    }
    return lasting.isEmpty() || random.nextInt(50) > 0
        ? relay(PERCENT_STEADY_OF_NEW)
        : lasting.remove();
  }

  private String consensus(Instant at) {
    StringBuilder text = new StringBuilder(4_000 + 320 * relays.size());
    text.append("@type network-status-consensus-3 1.0\nnetwork-status-version 3\n");
    text.append("vote-status consensus\nconsensus-method 29\nvalid-after ").append(TIME.format(at));
    text.append("\nfresh-until ").append(TIME.format(at.plus(Duration.ofHours(1))));
    text.append("\nvalid-until ").append(TIME.format(at.plus(Duration.ofHours(3))));
    text.append("\nknown-flags Exit Fast Running Valid\n");
    relays.stream()
        .sorted((a, b) -> Arrays.compareUnsigned(a.fingerprint(), b.fingerprint()))
        .forEach(relay -> text.append(relay.entry()));
    text.append("directory-footer\nbandwidth-weights Wbd=0 Wbe=0\n");
    for (int i = 1; i <= 9; i++) {
      byte[] signature = new byte[256];
      random.nextBytes(signature);
      String identity = "%02x".formatted(i).repeat(20);
      text.append("directory-signature ").append(identity).append(' ').append(identity);
      text.append("\n-----BEGIN SIGNATURE-----\n");
      text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(signature));
      text.append("\n-----END SIGNATURE-----\n");
    }
    return text.toString();
  }

  private static String entry(
      byte[] fingerprint, String address, boolean exit, boolean ipv6, int number) {
    String identity = Base64.getEncoder().withoutPadding().encodeToString(fingerprint);
    return "r relay"
        + number
        + ' '
        + identity
        + ' '
        + identity
        + " 2038-01-01 00:00:00 "
        + address
        + " 9001 0\n"
        + (ipv6 ? "a [" + ipv6(number) + "]:9001\n" : "")
        + (exit ? "s Exit Fast Running Valid\n" : "s Fast Running Valid\n")
        + "v Tor 0.4.8.10\nw Bandwidth=1000\n"
        + (exit ? "p accept 20-23,43,53,79-81,443\n" : "p reject 1-65535\n");
  }

  /** The relay's IPv6 address, for those that have one. */
  static String ipv6(Relay relay) {
    return ipv6(relay.number());
  }

  private static String ipv6(int number) {
    return "fd00:1:%x:%x::1".formatted(1 + (number >>> 10), 1 + (number & 0x3ff));
  }

  private String exitList(Instant listed) {
    StringBuilder text = new StringBuilder("@type tordnsel 1.0\nDownloaded ");
    text.append(TIME.format(listed)).append('\n');
    for (Relay relay : relays) {
      if (relay.exit()) {
        String scanned = TIME.format(listed.minusSeconds(60 + relay.number() % 2_400));
        text.append("ExitNode ")
            .append(HexFormat.of().withUpperCase().formatHex(relay.fingerprint()));
        text.append("\nPublished ").append(scanned).append("\nLastStatus ").append(scanned);
        text.append("\nExitAddress ").append(relay.address()).append(' ').append(scanned);
        text.append('\n');
      }
    }
    return text.toString();
  }
}
