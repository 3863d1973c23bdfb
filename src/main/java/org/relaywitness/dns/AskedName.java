package org.relaywitness.dns;

import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.xbill.DNS.Name;

/**
 * What a name below the zone asks.
 *
 * @param address the address asked about; {@code null} unless the kind is QUESTION
 * @param at the instant asked about; {@code null}: now
 */
record AskedName(Kind kind, @Nullable InetAddress address, @Nullable Instant at) {
  /** What kinds of names there are. */
  enum Kind {
    /** The zone itself. */
    APEX,
    /** The beginning of a question, to which names below exist. */
    BEGINNING,
    /** A whole question. */
    QUESTION,
    /** It stands where a question stands, but is none: never answered, as a "no" would mislead. */
    MALFORMED,
    /** No name of this zone. */
    UNKNOWN
  }

  private static final String NOW = "exits";
  private static final String THEN = "at";
  private static final int IPV4_LABELS = 4;
  private static final int IPV6_LABELS = 32;
  private static final Pattern TIME =
      Pattern.compile("([0-9]{4})([0-9]{2})([0-9]{2})t([0-9]{2})([0-9]{2})([0-9]{2})?z");
  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern NIBBLE = Pattern.compile("[0-9a-f]");

  private static AskedName of(Kind kind) {
    return new AskedName(kind, null, null);
  }

  /** Reads a name that lies in the zone. */
  static AskedName read(Name name, Name zone) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < name.labels() - zone.labels(); i++) {
      labels.add(name.getLabelString(i).toLowerCase(Locale.ROOT));
    }
    if (labels.isEmpty()) {
      return of(Kind.APEX);
    }
    int end = labels.size() - 1;
    if (labels.get(end).equals(NOW)) {
      return address(labels.subList(0, end), null);
    }
    if (!labels.get(end).equals(THEN)) {
      return of(Kind.UNKNOWN);
    }
    if (end == 0) {
      return of(Kind.BEGINNING);
    }
    Instant at = findTime(labels.get(end - 1));
    return at == null ? of(Kind.MALFORMED) : address(labels.subList(0, end - 1), at);
  }

  private static @Nullable Instant findTime(String label) {
    Matcher time = TIME.matcher(label);
    if (!time.matches()) {
      return null;
    }
    String second = time.group(6);
    try {
      return LocalDateTime.of(
              Integer.parseInt(time.group(1)),
              Integer.parseInt(time.group(2)),
              Integer.parseInt(time.group(3)),
              Integer.parseInt(time.group(4)),
              Integer.parseInt(time.group(5)),
              second == null ? 0 : Integer.parseInt(second))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The labels are in reverse: the last one is the address's first part. */
  private static AskedName address(List<String> labels, @Nullable Instant at) {
    if (labels.size() == IPV4_LABELS && areAll(labels, DECIMAL)) {
      byte[] bytes = new byte[IPV4_LABELS];
      for (int i = 0; i < IPV4_LABELS; i++) {
        int part = Integer.parseInt(labels.get(IPV4_LABELS - 1 - i));
        if (part > 255) {
          return of(Kind.MALFORMED);
        }
        bytes[i] = (byte) part;
      }
      return new AskedName(Kind.QUESTION, Addresses.ofBytes(bytes), at);
    }
    if (labels.size() == IPV6_LABELS && areAll(labels, NIBBLE)) {
      byte[] bytes = new byte[IPV6_LABELS / 2];
      for (int i = 0; i < IPV6_LABELS; i++) {
        int nibble = Character.digit(labels.get(IPV6_LABELS - 1 - i).charAt(0), 16);
        bytes[i / 2] = (byte) ((bytes[i / 2] << 4) | nibble);
      }
      return new AskedName(Kind.QUESTION, Addresses.ofBytes(bytes), at);
    }
    boolean begins =
        (labels.size() < IPV4_LABELS && areAll(labels, DECIMAL))
            || (labels.size() < IPV6_LABELS && areAll(labels, NIBBLE));
    return of(begins ? Kind.BEGINNING : Kind.MALFORMED);
  }

  private static boolean areAll(List<String> labels, Pattern pattern) {
    return labels.stream().allMatch(label -> pattern.matcher(label).matches());
  }
}
