package org.relaywitness.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relaywitness.directory.Addresses;

/** Address literals: every legal spelling, and what is refused and how. */
class AddressParserTest {

  private static InetAddress parsed(String text) throws InvalidQuestionException {
    return AddressParser.parse(text);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "'  192.0.2.1 ', 192.0.2.1",
    "'\u00a0192.0.2.1\u200b', 192.0.2.1",
    "[192.0.2.1], 192.0.2.1",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
    "'[2001:db8::1]', 2001:db8::1",
    "2001:db8::0:1, 2001:db8::1",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "2001:db8:0:0:1::1, 2001:db8::1:0:0:1",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::FFFF:c000:201, 192.0.2.1",
    "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1",
    "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
    "1:2:3:4:5:6:192.0.2.1, 1:2:3:4:5:6:c000:201",
    "2001:db8::1:443, 2001:db8::1:443",
  })
  void parse_legalSpelling_isTheAddress(String text, String canonical) throws Exception {
    assertEquals(canonical, Addresses.format(parsed(text)));
  }

  @Example
  void parse_ipv4Mapped_isIpv4() throws Exception {
    assertTrue(parsed("::ffff:192.0.2.1") instanceof Inet4Address);
  }

  @ParameterizedTest
  @CsvSource({
    "'', missing",
    "'   ', missing",
    "[], missing",
    "256.1.1.1, out_of_range",
    "1.1.1.999, out_of_range",
    "1.2.3, malformed",
    "1.2.3.4.5, malformed",
    "1..2.3, malformed",
    "1.2.3., malformed",
    ".1.2.3, malformed",
    "192.0.2.01, ambiguous",
    "0300.0.2.1, ambiguous",
    "010.0.0.1, ambiguous",
    "00.0.0.0, ambiguous",
    "::ffff:192.0.2.01, ambiguous",
    "0x7f.1, malformed",
    "0x7f.0.0.1, malformed",
    "0x7f000001, malformed",
    "3221225985, malformed",
    "-1, malformed",
    "127.1, malformed",
    "fe80::1%eth0, zone_id",
    "fe80::1%25eth0, zone_id",
    "'[fe80::1%eth0]', zone_id",
    "192.0.2.1:443, has_port",
    "192.0.2.1:, has_port",
    "'[2001:db8::1]:443', has_port",
    "192.0.2.0/24, is_network",
    "2001:db8::/32, is_network",
    "'[2001:db8::]/32', is_network",
    "example.org, host_name",
    "example.org:80, host_name",
    "localhost, host_name",
    "xn--bcher-kva.example, host_name",
    "http://192.0.2.1/, malformed",
    "1:2:3:4:5:6:7, malformed",
    "1:2:3:4:5:6:7:8:9, malformed",
    "1::2:3:4:5:6:7:8, malformed",
    "1::2::3, malformed",
    ":::, malformed",
    ":1:2:3:4:5:6:7, malformed",
    "1:2:3:4:5:6:7:, malformed",
    ":, malformed",
    "12345::1, malformed",
    "g::1, malformed",
    "::192.0.2.1:1, malformed",
    "192.0.2.1::, malformed",
    "::1.2.3, malformed",
    "::1.2.3.a, malformed",
    "::ffff:ff.0.2.1, malformed",
    "1:2:3:4:5:6:7:192.0.2.1, malformed",
    "'[2001:db8::1', malformed",
    "'2001:db8::1]', malformed",
    "'[[::1]]', malformed",
    "'192.0.2.1 192.0.2.2', malformed",
    "'192.0.2.1,192.0.2.2', malformed",
    "\u0661.\u0662.\u0663.\u0664, malformed",
  })
  void parse_anythingElse_isRefusedWithItsCode(String text, String code) {
    InvalidQuestionException refused =
        assertThrows(InvalidQuestionException.class, () -> parsed(text));
    assertEquals("address", refused.parameter());
    assertEquals(code, refused.code(), refused.detail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "256.17.17.17",
        "192.0.2.017",
        "192.0.2.17:443",
        "fe80::17%eth17",
        "host17.example",
        "192.0.17.0/24",
        "17:17::17::17",
        "0x17.17",
        "171717",
        "[17::17"
      })
  void parse_refused_neverRepeatsWhatWasTyped(String text) {
    InvalidQuestionException refused =
        assertThrows(InvalidQuestionException.class, () -> parsed(text));
    assertFalse(refused.detail().contains("17"), refused.detail());
  }

  @Property(tries = 2000)
  void parse_randomIpv4_readsWhatFormatWrites(@ForAll @Size(4) byte[] bytes) throws Exception {
    InetAddress address = Addresses.ofBytes(bytes);
    assertEquals(address, parsed(Addresses.format(address)));
    assertEquals(address, parsed("::ffff:" + Addresses.format(address)));
  }

  @Property(tries = 5000)
  void parse_randomIpv6InRandomSpelling_isTheSameAddress(
      @ForAll @Size(16) byte[] random, @ForAll long seed) throws Exception {
    Random choices = new Random(seed);
    byte[] bytes = random.clone();
    for (int group = 0; group < 8; group++) {
      if (choices.nextBoolean()) {
        bytes[2 * group] = 0;
        bytes[2 * group + 1] = 0;
      }
    }
    InetAddress address = Addresses.ofBytes(bytes);
    assertEquals(address, parsed(Addresses.format(address)));
    String spelled = spelled(bytes, choices);
    assertEquals(address, parsed(spelled), spelled);
  }

  /** One of the spellings of RFC 4291 section 2.2. */
  private static String spelled(byte[] bytes, Random choices) {
    boolean dotted = choices.nextInt(3) == 0;
    int groups = dotted ? 6 : 8;
    String[] words = new String[groups];
    for (int i = 0; i < groups; i++) {
      int value = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
      String word =
          choices.nextBoolean() ? Integer.toHexString(value) : String.format("%04x", value);
      words[i] = choices.nextBoolean() ? word : word.toUpperCase(Locale.ROOT);
    }
    String end =
        dotted
            ? (bytes[12] & 0xff)
                + "."
                + (bytes[13] & 0xff)
                + "."
                + (bytes[14] & 0xff)
                + "."
                + (bytes[15] & 0xff)
            : "";
    int from = choices.nextInt(groups);
    int to = from;
    while (to < groups && words[to].matches("0+") && (to == from || choices.nextInt(4) > 0)) {
      to++;
    }
    String[] tail = Arrays.copyOfRange(words, to, groups);
    String head = String.join(":", Arrays.copyOf(words, to > from ? from : to));
    String rest = String.join(":", tail) + (dotted ? (tail.length > 0 ? ":" : "") + end : "");
    String text =
        to > from
            ? head + "::" + rest
            : head + (head.isEmpty() || rest.isEmpty() ? "" : ":") + rest;
    return switch (choices.nextInt(3)) {
      case 0 -> "[" + text + "]";
      case 1 -> "  " + text + "\t";
      default -> text;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.0/24",
    "192.0.2.77/24, 192.0.2.0/24",
    "192.0.2.1/32, 192.0.2.1/32",
    "0.0.0.0/0, 0.0.0.0/0",
    "2001:DB8::/32, 2001:db8::/32",
    "::ffff:192.0.2.0/120, 192.0.2.0/24",
  })
  void findCidr_network_isTheBlock(String text, String block) {
    assertEquals(block, String.valueOf(IpNetwork.findCidr(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.0",
        "192.0.2.0/33",
        "2001:db8::/129",
        "192.0.2.0/",
        "192.0.2.0/-1",
        "x/24",
        "192.0.2.0/24/8",
        "192.0.2.0/024",
        "::ffff:192.0.2.0/64",
        "/24",
        ""
      })
  void findCidr_anythingElse_isNull(String text) {
    assertNull(IpNetwork.findCidr(text));
  }

  @Property(tries = 500)
  void contains_blockAroundAnAddress_holdsItAndItsEnds(
      @ForAll @Size(16) byte[] bytes, @ForAll int some) {
    InetAddress address = Addresses.ofBytes(bytes);
    int bits = 8 * address.getAddress().length;
    IpNetwork network = IpNetwork.around(address, Math.floorMod(some, bits + 1));
    assertTrue(network.contains(address));
    assertTrue(network.contains(network.last()));
    assertTrue(network.contains(network.address()));
    assertEquals(network, IpNetwork.findCidr(network.toString()));
  }
}
