package org.relaywitness.directory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exit policy summary: the {@code p} line of a router status entry (dir-spec 3.4.1).
 *
 * <p>It says which ports the relay allows to <em>most</em> IPv4 addresses. It never proves that one
 * destination was, or was not, reachable, and it says nothing about IPv6.
 *
 * @param accept whether {@code ports} are the accepted ones; otherwise they are the rejected ones
 * @param ports port ranges in the order written
 */
public record ExitPolicySummary(boolean accept, List<PortRange> ports) {

  /** A range of ports, both ends included, 0 to 65535; port 0 is accepted when written. */
  public record PortRange(int first, int last) {
    public PortRange {
      if (first < 0 || last > 65535 || first > last) {
        throw new IllegalArgumentException("port range " + first + "-" + last);
      }
    }

    @Override
    public String toString() {
      return first == last ? Integer.toString(first) : first + "-" + last;
    }
  }

  public ExitPolicySummary {
    ports = List.copyOf(ports);
    if (ports.isEmpty()) {
      throw new IllegalArgumentException("an exit policy summary names at least one port");
    }
  }

  /**
   * The summary written as {@code accept PORTLIST} or {@code reject PORTLIST}; {@code null} when
   * the text is anything else.
   */
  public static @Nullable ExitPolicySummary find(String text) {
    boolean accept = text.startsWith("accept ");
    if (!accept && !text.startsWith("reject ")) {
      return null;
    }
    List<PortRange> ports = new ArrayList<>();
    int position = 7;
    while (true) {
      int comma = text.indexOf(',', position);
      PortRange range = findRange(text, position, comma < 0 ? text.length() : comma);
      if (range == null) {
        return null;
      }
      ports.add(range);
      if (comma < 0) {
        return new ExitPolicySummary(accept, ports);
      }
      position = comma + 1;
    }
  }

  private static @Nullable PortRange findRange(String text, int start, int end) {
    int dash = text.indexOf('-', start);
    if (dash < 0 || dash >= end) {
      int port = findPort(text, start, end);
      return port < 0 ? null : new PortRange(port, port);
    }
    int first = findPort(text, start, dash);
    int last = findPort(text, dash + 1, end);
    return first < 0 || last < first ? null : new PortRange(first, last);
  }

  private static int findPort(String text, int start, int end) {
    if (start >= end || end - start > 5) {
      return -1;
    }
    int port = 0;
    for (int i = start; i < end; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      port = 10 * port + (digit - '0');
    }
    return port > 65535 ? -1 : port;
  }

  /** Whether the summary allows this port (1 to 65535) to most IPv4 addresses. */
  public boolean allows(int port) {
    for (PortRange range : ports) {
      if (port >= range.first() && port <= range.last()) {
        return accept;
      }
    }
    return !accept;
  }

  /** Whether the summary allows any port of 1 to 65535 to most IPv4 addresses. */
  public boolean allowsSome() {
    if (accept) {
      return ports.stream().anyMatch(range -> range.last() >= 1);
    }
    List<PortRange> sorted = new ArrayList<>(ports);
    sorted.sort((a, b) -> Integer.compare(a.first(), b.first()));
    int rejectedUpTo = 0;
    for (PortRange range : sorted) {
      if (range.first() > rejectedUpTo + 1) {
        return true;
      }
      rejectedUpTo = Math.max(rejectedUpTo, range.last());
    }
    return rejectedUpTo < 65535;
  }

  /** The summary as it stands in the document: {@code accept 80,443}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(accept ? "accept " : "reject ");
    for (int i = 0; i < ports.size(); i++) {
      text.append(i == 0 ? "" : ",").append(ports.get(i));
    }
    return text.toString();
  }
}
