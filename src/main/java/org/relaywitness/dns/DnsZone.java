package org.relaywitness.dns;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;

/**
 * The zone below which the questions lie.
 *
 * @param soa with how long a negative answer may be kept (RFC 2308, 5)
 */
record DnsZone(Name name, SOARecord soa, NSRecord ns) {
  private static final int SECONDS = 3600;
  private static final String LONGEST_QUESTION = "0.".repeat(32) + "20240305t130700z.at";

  /**
   * The zone with this name.
   *
   * @throws IllegalArgumentException when it is no domain name, or too long for questions
   */
  static DnsZone of(String zone) {
    Name name = findName(zone);
    if (name == null) {
      throw new IllegalArgumentException("\"" + zone + "\" is no usable zone");
    }
    Name host = below("ns", name);
    return new DnsZone(
        name,
        new SOARecord(
            name,
            DClass.IN,
            Finding.SHORT,
            host,
            below("hostmaster", name),
            1,
            3600,
            600,
            86_400,
            Finding.SHORT),
        new NSRecord(name, DClass.IN, SECONDS, host));
  }

  /** Whether this is the name of a zone that can be served. */
  static boolean isUsable(String zone) {
    return findName(zone) != null;
  }

  /** {@code null}: no domain name, or too long for the longest question. */
  private static @Nullable Name findName(String zone) {
    if (zone.isBlank() || zone.equals(".")) {
      return null;
    }
    try {
      Name name = Name.fromString(zone, Name.root);
      Name.fromString(LONGEST_QUESTION, name);
      return name;
    } catch (TextParseException e) {
      return null;
    }
  }

  private static Name below(String label, Name zone) {
    try {
      return Name.fromString(label, zone);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("\"" + zone + "\" is no usable zone", e);
    }
  }
}
