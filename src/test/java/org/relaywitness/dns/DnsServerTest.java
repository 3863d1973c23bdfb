package org.relaywitness.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relaywitness.lookup.ExampleRecords;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** The DNS list over real sockets, asked by dnsjava's resolver and by hostile packets. */
class DnsServerTest {
  private static final InetAddress HOST = InetAddress.getLoopbackAddress();
  private static final String ZONE = "tor.example.";
  private static final String AT = ".20240305t1307z.at.";

  /** A minute after a consensus of the example, which is then in force. */
  private static final Clock THEN =
      Clock.fixed(Instant.parse("2024-03-05T13:01:00Z"), ZoneOffset.UTC);

  private DnsServer server = open(ZONE, ExampleRecords.CLOCK);

  private static DnsServer open(String zone, Clock clock) {
    try {
      return new DnsServer(ExampleRecords.history(), zone, clock, HOST, 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void isServing() {
    assertTrue(server.port() > 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void serve(String zone, Clock clock) {
    server.close();
    server = open(zone, clock);
  }

  private SimpleResolver resolver() throws IOException {
    SimpleResolver resolver = new SimpleResolver(HOST);
    resolver.setPort(server.port());
    resolver.setTimeout(Duration.ofSeconds(60));
    return resolver;
  }

  private Message ask(String name, int type) throws IOException {
    return resolver().send(query(name, type));
  }

  private static Message query(String name, int type) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
  }

  private static String reversed(String ipv4) {
    List<String> parts = List.of(ipv4.split("\\.", -1));
    return parts.get(3) + "." + parts.get(2) + "." + parts.get(1) + "." + parts.get(0);
  }

  private static String nibbles(InetAddress address) {
    StringBuilder name = new StringBuilder();
    byte[] bytes = address.getAddress();
    for (int i = bytes.length - 1; i >= 0; i--) {
      name.append(Character.forDigit(bytes[i] & 0xf, 16)).append('.');
      name.append(Character.forDigit((bytes[i] >> 4) & 0xf, 16)).append(i == 0 ? "" : ".");
    }
    return name.toString();
  }

  private static String only(Message reply) {
    assertEquals(Rcode.NOERROR, reply.getRcode());
    List<Record> answers = reply.getSection(Section.ANSWER);
    assertEquals(1, answers.size());
    Record answer = answers.get(0);
    return answer instanceof ARecord a
        ? a.getAddress().getHostAddress()
        : String.join("", ((TXTRecord) answer).getStrings());
  }

  private static String extendedError(Message reply) {
    return Objects.requireNonNull(reply.getOPT()).getOptions().stream()
        .filter(ExtendedErrorCodeOption.class::isInstance)
        .map(option -> ((ExtendedErrorCodeOption) option).getText())
        .findFirst()
        .orElse("");
  }

  @Test
  void pastTime_exit_isYes() throws IOException {
    for (String address : List.of(ExampleRecords.OBSERVED, ExampleRecords.POSSIBLE)) {
      assertEquals("127.0.0.2", only(ask(reversed(address) + AT + ZONE, Type.A)));
    }
    assertTrue(
        only(ask(reversed(ExampleRecords.OBSERVED) + AT + ZONE, Type.TXT))
            .startsWith("exit_observed: "));
  }

  @Test
  void pastTime_completeNo_isNxdomainWithReasonAndSoa() throws IOException {
    for (String address : List.of(ExampleRecords.ABSENT, ExampleRecords.NO_EXIT)) {
      for (int type : new int[] {Type.A, Type.TXT}) {
        Message reply = ask(reversed(address) + AT + ZONE, type);
        assertEquals(Rcode.NXDOMAIN, reply.getRcode());
        assertTrue(reply.getSection(Section.AUTHORITY).get(0) instanceof SOARecord);
      }
    }
    SimpleResolver edns = resolver();
    edns.setEDNS(0, 1232, 0, List.of());
    Message reply = edns.send(query(reversed(ExampleRecords.ABSENT) + AT + ZONE, Type.A));
    assertTrue(extendedError(reply).startsWith("not_listed: "), () -> extendedError(reply));
  }

  @Test
  void missingRecords_neverNxdomain() throws IOException {
    for (String address :
        List.of(ExampleRecords.ABSENT, ExampleRecords.NO_EXIT, ExampleRecords.UNKNOWN)) {
      Message reply = ask(reversed(address) + ".20240315t0630z.at." + ZONE, Type.A);
      assertEquals(Rcode.SERVFAIL, reply.getRcode(), address);
    }
    assertEquals(
        Rcode.SERVFAIL,
        ask(reversed(ExampleRecords.ABSENT) + ".20300101t0000z.at." + ZONE, Type.A).getRcode(),
        "the future");
    assertEquals(
        Rcode.SERVFAIL,
        ask(reversed(ExampleRecords.UNKNOWN) + AT + ZONE, Type.A).getRcode(),
        "a relay of which nothing is known");
  }

  @Test
  void now_consensusInForce_answersByIt() throws IOException {
    serve(ZONE, ExampleRecords.CLOCK);
    assertEquals(
        Rcode.SERVFAIL,
        ask(reversed(ExampleRecords.OBSERVED) + ".exits." + ZONE, Type.A).getRcode(),
        "the newest consensus is no longer in force");
    Instant newest =
        Objects.requireNonNull(
            ExampleRecords.history().read(snapshot -> snapshot.extent().lastConsensus()));
    serve(ZONE, Clock.fixed(newest.plusSeconds(60), ZoneOffset.UTC));
    assertEquals(
        "127.0.0.2", only(ask(reversed(ExampleRecords.POSSIBLE) + ".exits." + ZONE, Type.A)));
    assertEquals(
        Rcode.NXDOMAIN, ask(reversed(ExampleRecords.ABSENT) + ".exits." + ZONE, Type.A).getRcode());
    serve(ZONE, THEN);
    assertEquals(
        Rcode.SERVFAIL,
        ask(reversed(ExampleRecords.ABSENT) + ".exits." + ZONE, Type.A).getRcode(),
        "the newest consensus is of the future");
  }

  @Test
  void ipv6_nibbles_areRead() throws IOException {
    String name = nibbles(InetAddress.getByName(ExampleRecords.IPV6)) + AT + ZONE;
    assertEquals("127.0.0.2", only(ask(name, Type.A)));
    assertEquals(Rcode.NXDOMAIN, ask(name.replaceFirst("^8", "9"), Type.A).getRcode());
  }

  @Test
  void names_thatAreNoQuestion_areToldApart() throws IOException {
    assertEquals(Type.SOA, ask(ZONE, Type.SOA).getSection(Section.ANSWER).get(0).getType());
    assertEquals(Type.NS, ask(ZONE, Type.NS).getSection(Section.ANSWER).get(0).getType());
    for (String beginning : List.of("exits.", "at.", "3.2.exits.", "20240305t1307z.at.")) {
      Message reply = ask(beginning + ZONE, Type.A);
      assertEquals(Rcode.NOERROR, reply.getRcode(), beginning);
      assertEquals(0, reply.getSection(Section.ANSWER).size(), beginning);
    }
    for (String malformed :
        List.of(
            "1.2.3.4.20240305t1307.at.",
            "1.2.3.4.20241305t1307z.at.",
            "1.2.3.256.exits.",
            "01.2.3.4.exits.",
            "5.1.2.3.4.exits.x.exits.")) {
      assertEquals(Rcode.SERVFAIL, ask(malformed + ZONE, Type.A).getRcode(), malformed);
    }
    assertEquals(Rcode.NXDOMAIN, ask("www." + ZONE, Type.A).getRcode());
    assertEquals(Rcode.REFUSED, ask("1.2.3.4.exits.other.example.", Type.A).getRcode());
    assertEquals(Rcode.REFUSED, ask(ZONE, Type.IXFR).getRcode());
  }

  @Test
  void longAnswer_overUdp_isTruncatedAndComesOverTcp() throws IOException {
    String zone = ("a".repeat(63) + ".").repeat(2) + "b".repeat(29) + ".example.";
    serve(zone, ExampleRecords.CLOCK);
    String name = nibbles(InetAddress.getByName(ExampleRecords.IPV6)) + AT + zone;
    SimpleResolver plain = resolver();
    plain.setEDNS(-1);
    plain.setIgnoreTruncation(true);
    Message cut = plain.send(query(name, Type.TXT));
    assertTrue(cut.getHeader().getFlag(Flags.TC));
    assertTrue(cut.numBytes() <= 512);
    plain.setIgnoreTruncation(false);
    Message whole = plain.send(query(name, Type.TXT));
    assertTrue(whole.numBytes() > 512);
    assertTrue(only(whole).startsWith("exit_possible: "));
    assertEquals(only(whole), only(ask(name, Type.TXT)), "with EDNS it fits over UDP");
  }

  @Test
  void hostilePackets_getFormatErrorOrNothing_andServiceGoesOn() throws IOException {
    Random random = new Random(7);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < 500; i++) {
        byte[] bytes = new byte[random.nextInt(600)];
        random.nextBytes(bytes);
        socket.send(new DatagramPacket(bytes, bytes.length, HOST, server.port()));
      }
    }
    byte[] loop = new byte[18];
    loop[0] = 9;
    loop[5] = 1;
    loop[12] = (byte) 0xc0;
    loop[13] = 12;
    loop[15] = 1;
    loop[17] = 1;
    Message reply = new Message(exchange(loop));
    assertEquals(Rcode.FORMERR, reply.getRcode());
    assertEquals(0x900, reply.getHeader().getID());
    assertEquals("127.0.0.2", only(ask(reversed(ExampleRecords.OBSERVED) + AT + ZONE, Type.A)));
  }

  private byte[] exchange(byte[] packet) throws IOException {
    try (Socket socket = new Socket(HOST, server.port())) {
      socket.setSoTimeout(60_000);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeShort(packet.length);
      out.write(packet);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      return in.readNBytes(in.readUnsignedShort());
    }
  }

  @Test
  void replies_areNotAnswered() throws IOException {
    Message reply = query(reversed(ExampleRecords.OBSERVED) + AT + ZONE, Type.A);
    reply.getHeader().setFlag(Flags.QR);
    try (Socket socket = new Socket(HOST, server.port())) {
      socket.setSoTimeout(60_000);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      byte[] packet = reply.toWire();
      out.writeShort(packet.length);
      out.write(packet);
      assertEquals(-1, socket.getInputStream().read(), "the conversation ends");
    }
  }

  @Test
  void stopped_socketsAreFreeAgain() throws IOException {
    int port = server.port();
    server.close();
    try (DnsServer again =
        new DnsServer(ExampleRecords.history(), ZONE, ExampleRecords.CLOCK, HOST, port)) {
      assertEquals(port, again.port());
      assertNotNull(again);
    }
    assertFalse(DnsServer.isZone("a..b"));
    assertFalse(DnsServer.isZone(("a".repeat(60) + ".").repeat(4)), "no room for questions");
    assertTrue(DnsServer.isZone("tor.example.org"));
  }
}
