package org.relaywitness.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.watch.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Makes the reply to one DNS message. */
final class DnsAnswers {
  /** What a reply over UDP may have at most, whatever the client offers (DNS flag day 2020). */
  static final int MOST_OVER_UDP = 1232;

  private static final Logger LOG = LoggerFactory.getLogger(DnsAnswers.class);
  private static final int LEAST_OVER_UDP = 512;
  private static final int HEADER = 12;
  private static final String ALWAYS =
      " This does not say who sent any traffic, nor that a certain connection went through Tor. It"
          + " rests on the records held here: read the full answer before you act on it.";
  private static final InetAddress YES = Addresses.ofBytes(new byte[] {127, 0, 0, 2});

  private final RelayHistory history;
  private final DnsZone zone;
  private final Clock clock;
  private final Metrics metrics;

  /**
   * Answers for one zone.
   *
   * @throws IllegalArgumentException for a zone that is no domain name, or too long for questions
   */
  DnsAnswers(RelayHistory history, String zone, Clock clock, Metrics metrics) {
    this.history = history;
    this.zone = DnsZone.of(zone);
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * The reply; {@code null} for what is not answered at all: a reply, or less than a header.
   *
   * @param overUdp whether the reply must fit what the client takes over UDP
   */
  byte @Nullable [] reply(byte[] packet, boolean overUdp) {
    long begun = System.nanoTime();
    byte[] reply = replyTo(packet, overUdp);
    if (reply != null) {
      metrics.dnsReplied(
          overUdp ? "udp" : "tcp",
          Rcode.string(reply[3] & 0xf).toLowerCase(Locale.ROOT),
          System.nanoTime() - begun);
    }
    return reply;
  }

  private byte @Nullable [] replyTo(byte[] packet, boolean overUdp) {
    if (packet.length < HEADER || (packet[2] & 0x80) != 0) {
      return null;
    }
    Message query;
    try {
      query = new Message(packet);
    } catch (IOException | RuntimeException e) {
      // The parser is of others: whatever it throws, the packet is malformed.
      return formatError(packet);
    }
    Message reply;
    try {
      reply = reply(query);
    } catch (RuntimeException e) {
      // Only the kind of fault: its message could hold the name.
      LOG.warn("a DNS question could not be answered: {}", e.getClass().getName());
      reply = begun(query);
      reply.getHeader().setRcode(Rcode.SERVFAIL);
    }
    return reply.toWire(overUdp ? limit(query) : Message.MAXLENGTH);
  }

  private static int limit(Message query) {
    OPTRecord opt = query.getOPT();
    return opt == null
        ? LEAST_OVER_UDP
        : Math.max(LEAST_OVER_UDP, Math.min(opt.getPayloadSize(), MOST_OVER_UDP));
  }

  /** A bare header: of a message that cannot be read only its number is repeated. */
  private static byte[] formatError(byte[] packet) {
    byte[] reply = new byte[HEADER];
    reply[0] = packet[0];
    reply[1] = packet[1];
    reply[2] = (byte) (0x80 | (packet[2] & 0x79));
    reply[3] = Rcode.FORMERR;
    return reply;
  }

  private static Message begun(Message query) {
    Header asked = query.getHeader();
    Message reply = new Message(asked.getID());
    Header header = reply.getHeader();
    header.setFlag(Flags.QR);
    header.setOpcode(asked.getOpcode());
    if (asked.getFlag(Flags.RD)) {
      header.setFlag(Flags.RD);
    }
    Record question = query.getQuestion();
    if (question != null) {
      reply.addRecord(question, Section.QUESTION);
    }
    return reply;
  }

  private Message reply(Message query) {
    Message reply = begun(query);
    OPTRecord opt = query.getOPT();
    if (opt != null && opt.getVersion() != 0) {
      return ended(reply, query, Rcode.BADVERS, "");
    }
    if (query.getHeader().getOpcode() != Opcode.QUERY) {
      return ended(reply, query, Rcode.NOTIMP, "");
    }
    Record question = query.getQuestion();
    if (question == null || query.getHeader().getCount(Section.QUESTION) != 1) {
      return ended(reply, query, Rcode.FORMERR, "");
    }
    int type = question.getType();
    if (question.getDClass() != DClass.IN
        || type == Type.AXFR
        || type == Type.IXFR
        || !question.getName().subdomain(zone.name())) {
      return ended(reply, query, Rcode.REFUSED, "");
    }
    reply.getHeader().setFlag(Flags.AA);
    AskedName asked = AskedName.read(question.getName(), zone.name());
    return switch (asked.kind()) {
      case APEX -> apex(reply, query, type);
      case BEGINNING -> negative(reply, query, Rcode.NOERROR, "");
      case UNKNOWN -> negative(reply, query, Rcode.NXDOMAIN, "");
      case MALFORMED ->
          ended(
              reply,
              query,
              Rcode.SERVFAIL,
              "expected 4.3.2.1.exits or 4.3.2.1.20240305t1307z.at (UTC) before the zone");
      case QUESTION -> answered(reply, query, asked);
    };
  }

  private Message apex(Message reply, Message query, int type) {
    if (type == Type.SOA || type == Type.ANY) {
      reply.addRecord(zone.soa(), Section.ANSWER);
    } else if (type == Type.NS) {
      reply.addRecord(zone.ns(), Section.ANSWER);
    } else {
      return negative(reply, query, Rcode.NOERROR, "");
    }
    return ended(reply, query, Rcode.NOERROR, "");
  }

  private Message answered(Message reply, Message query, AskedName asked) {
    InetAddress address = asked.address();
    Record question = query.getQuestion();
    if (address == null || question == null) {
      throw new IllegalStateException("a question without an address");
    }
    Finding finding = Finding.of(address, asked.at(), history, clock);
    if (finding.verdict() != null) {
      metrics.answered(Metrics.Door.DNS, finding.verdict());
    }
    if (finding.outcome() == Finding.Outcome.UNKNOWN) {
      return ended(reply, query, Rcode.SERVFAIL, finding.words());
    }
    if (finding.outcome() == Finding.Outcome.NO) {
      return negative(reply, query, Rcode.NXDOMAIN, finding.words());
    }
    Name name = question.getName();
    int type = question.getType();
    if (type == Type.A || type == Type.ANY) {
      reply.addRecord(new ARecord(name, DClass.IN, finding.seconds(), YES), Section.ANSWER);
    } else if (type == Type.TXT) {
      reply.addRecord(
          new TXTRecord(name, DClass.IN, finding.seconds(), List.of(finding.words(), ALWAYS)),
          Section.ANSWER);
    } else {
      return negative(reply, query, Rcode.NOERROR, "");
    }
    return ended(reply, query, Rcode.NOERROR, "");
  }

  /** With the zone's SOA, which says how long the answer may be kept. */
  private Message negative(Message reply, Message query, int rcode, String words) {
    reply.addRecord(zone.soa(), Section.AUTHORITY);
    return ended(reply, query, rcode, words);
  }

  private static Message ended(Message reply, Message query, int rcode, String words) {
    reply.getHeader().setRcode(rcode & 0xf);
    if (query.getOPT() != null) {
      List<ExtendedErrorCodeOption> errors =
          words.isEmpty()
              ? List.of()
              : List.of(new ExtendedErrorCodeOption(ExtendedErrorCodeOption.OTHER, words));
      reply.addRecord(
          new OPTRecord(MOST_OVER_UDP, rcode >> 4, 0, 0, List.copyOf(errors)), Section.ADDITIONAL);
    }
    return reply;
  }
}
