package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.ExitPolicySummary;

/** The readers of single words, each against an independent reading of the same text. */
class WordsTest {

  @Property
  void ipv4_printed_isReadBack(@ForAll @Size(4) byte[] address) {
    assertArrayEquals(address, readAddress(Addresses.format(Addresses.ofBytes(address))));
  }

  @Property
  void ipv6_printedInEachForm_isReadBack(@ForAll("ipv6") byte[] address) {
    byte[] expected = Addresses.ofBytes(address).getAddress();
    assertArrayEquals(expected, readAddress(longForm(address)));
    assertArrayEquals(expected, readAddress(longForm(address).toUpperCase(Locale.ROOT)));
    assertArrayEquals(expected, readAddress(dottedForm(address)));
    if (expected.length == 16) {
      assertArrayEquals(expected, readAddress(Addresses.format(Addresses.ofBytes(address))));
    }
  }

  @Property(tries = 20_000)
  void address_anyText_isReadAsTheJdkReadsItOrNotAtAll(@ForAll("addressLike") String text) {
    byte[] read = readAddress(text);
    if (read != null) {
      InetAddress jdk = TestAddresses.of(text);
      assertArrayEquals(jdk.getAddress(), read, text);
    } else {
      assertFalse(isPlainlyAnAddress(text), text);
    }
  }

  @Example
  void ipv6_malformed_isRefused() {
    for (String text :
        List.of(
            "",
            ":",
            ":::",
            "1",
            "1:",
            ":1",
            "1::2::3",
            "::1:",
            ":1::",
            "12345::",
            "g::",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "::1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7:8::",
            "1:2:3:4:5:6:7:1.2.3.4",
            "::1.2.3",
            "::1.2.3.4:5",
            "1.2.3.4::",
            "::1%1",
            "::01.2.3.4",
            "[::1]")) {
      assertNull(readAddress(text), text);
    }
  }

  @Property
  void time_printed_isReadBack(
      @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long seconds) {
    Instant time = Instant.ofEpochSecond(seconds);
    String date =
        DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(time);
    String clock =
        DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC).format(time);
    assertEquals(time, UtcTime.find(date, clock));
    String name = date + "-" + clock.replace(':', '-');
    assertEquals(time, UtcTime.findInFileName("some/folder/" + name + "-consensus"));
  }

  @Property
  void time_anyWords_neverThrow(@ForAll("timeLike") String date, @ForAll("timeLike") String time) {
    Instant found = UtcTime.find(date, time);
    assertTrue(found == null || found.equals(Instant.parse(date + "T" + time + "Z")));
    UtcTime.findInFileName(date + time);
  }

  @Property
  void identity_encoded_isReadBack(@ForAll @Size(20) byte[] identity) {
    byte[] text = Base64.getEncoder().withoutPadding().encode(identity);
    byte[] read = new byte[20];
    assertTrue(IdentityText.parse(text, 0, 27, read));
    assertArrayEquals(identity, read);
  }

  @Property
  void identity_oneByteChanged_isOtherOrRefused(
      @ForAll @Size(20) byte[] identity, @ForAll @IntRange(max = 26) int at, @ForAll byte changed) {
    byte[] text = Base64.getEncoder().withoutPadding().encode(identity);
    text[at] = changed;
    byte[] read = new byte[20];
    if (IdentityText.parse(text, 0, 27, read)) {
      assertArrayEquals(text, Base64.getEncoder().withoutPadding().encode(read));
    }
  }

  @Property(tries = 20_000)
  void policy_anyText_isReadAsTheDirectoryReadsIt(@ForAll("policyLike") String text) {
    byte[] bytes = (" " + text).getBytes(StandardCharsets.ISO_8859_1);
    PolicyMemo memo = new PolicyMemo();
    ExitPolicySummary expected = ExitPolicySummary.find(text);
    for (int i = 0; i < 2; i++) {
      byte[] read = memo.find(bytes, 0, bytes.length);
      assertEquals(
          expected == null ? null : expected.toString(),
          read == null ? null : new String(read, StandardCharsets.ISO_8859_1));
    }
  }

  @Property
  void policy_manyInOneMemo_areNeverMixedUp(@ForAll("policies") List<String> texts) {
    PolicyMemo memo = new PolicyMemo();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      byte[] read = memo.find(bytes, 0, bytes.length);
      assertEquals(
          String.valueOf(ExitPolicySummary.find(text)),
          read == null ? "null" : new String(read, StandardCharsets.ISO_8859_1));
    }
  }

  @Property
  void newline_anywhere_isFound(
      @ForAll @Size(max = 40) byte[] bytes, @ForAll @IntRange(max = 40) int from) {
    int start = Math.min(from, bytes.length);
    int expected = start;
    while (expected < bytes.length && bytes[expected] != '\n') {
      expected++;
    }
    assertEquals(
        expected == bytes.length ? -1 : expected, Ascii.indexOfNewline(bytes, start, bytes.length));
  }

  @Property
  void newline_amongSimilarBytes_isFound(@ForAll("similar") byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertEquals(text.indexOf('\n'), Ascii.indexOfNewline(bytes, 0, bytes.length));
  }

  @Provide
  static Arbitrary<byte[]> similar() {
    return Arbitraries.of((byte) 9, (byte) 10, (byte) 11, (byte) 0x8a, (byte) 0, (byte) 0xff)
        .array(byte[].class)
        .ofMaxSize(30);
  }

  @Provide
  static Arbitrary<byte[]> ipv6() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.bytes().array(byte[].class).ofSize(16)),
        Tuple.of(3, Arbitraries.of((byte) 0, (byte) 0, (byte) -1).array(byte[].class).ofSize(16)),
        Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofSize(4).map(WordsTest::mapped)));
  }

  @Provide
  static Arbitrary<String> addressLike() {
    return Arbitraries.of(
            "0", "1", "255", "256", "01", "ff", "::", ":", ".", ":", ".", "abcd", "ffff")
        .list()
        .ofMaxSize(16)
        .map(parts -> String.join("", parts));
  }

  @Provide
  static Arbitrary<String> timeLike() {
    return Arbitraries.oneOf(
        Arbitraries.of("2024-02-29", "2023-02-29", "12:00:60", "23:59:59", "24:00:00", ""),
        Arbitraries.strings().withChars("0123456789-: ").ofMaxLength(12));
  }

  @Provide
  static Arbitrary<String> policyLike() {
    Arbitrary<String> word = Arbitraries.of("accept ", "reject ", "accept ", "accept", "allow ");
    Arbitrary<String> list =
        Arbitraries.of("0", "80", "080", "443", "65535", "65536", "99999", "-", ",", "-", ",", "x")
            .list()
            .ofMaxSize(7)
            .map(parts -> String.join("", parts));
    return word.flatMap(first -> list.map(first::concat));
  }

  @Provide
  static Arbitrary<List<String>> policies() {
    return policyLike().filter(text -> text.length() >= 8).list().ofMinSize(50).ofMaxSize(200);
  }

  private static byte[] mapped(byte[] ipv4) {
    byte[] address = new byte[16];
    address[10] = -1;
    address[11] = -1;
    System.arraycopy(ipv4, 0, address, 12, 4);
    return address;
  }

  private static String longForm(byte[] address) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 16; i += 2) {
      text.append(i == 0 ? "" : ":")
          .append(String.format("%04x", ((address[i] & 0xff) << 8) | (address[i + 1] & 0xff)));
    }
    return text.toString();
  }

  private static String dottedForm(byte[] address) {
    return longForm(address).substring(0, 30)
        + Addresses.format(Addresses.ofBytes(Arrays.copyOfRange(address, 12, 16)));
  }

  /** Whether the text is an address beyond doubt, by a plain pattern. */
  private static boolean isPlainlyAnAddress(String text) {
    String part = "(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
    return text.matches(part + "(\\." + part + "){3}")
        || text.matches("([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}");
  }

  private static byte @Nullable [] readAddress(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.ISO_8859_1);
    byte[] out = new byte[18];
    Arrays.fill(out, (byte) 0x55);
    int length = AddressText.parse(bytes, 1, bytes.length - 1, out, 1);
    assertEquals(0x55, out[0]);
    assertEquals(0x55, out[17]);
    return length < 0 ? null : Arrays.copyOfRange(out, 1, 1 + length);
  }
}
