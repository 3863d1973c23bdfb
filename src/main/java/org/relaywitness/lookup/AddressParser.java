package org.relaywitness.lookup;

import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;

/**
 * Reads an IP address literal. Never asks DNS, so a looked-up name leaves no trace anywhere.
 *
 * <p>Accepted: IPv4 as four decimal numbers; IPv6 in every spelling of RFC 4291 section 2.2 (either
 * case, {@code ::} anywhere, the last 32 bits as dotted decimal); an IPv4-mapped IPv6 address is
 * read as IPv4; blanks around it and one pair of square brackets. Refused: numbers with leading
 * zeros, which some programs read as octal (code {@code ambiguous}); anything that other programs
 * stretch into an address ({@code 127.1}, {@code 0x7f.1}, an integer); zone ids, ports, networks
 * and host names, each with its own message. No message repeats what was typed.
 */
public final class AddressParser {
  /** The parameter's name in the API. */
  public static final String PARAMETER = "address";

  private static final Pattern DOTTED = Pattern.compile("[0-9.]+");
  private static final Pattern HEX_OR_OCTAL_STYLE = Pattern.compile("(?i)[0-9a-fx.]*0x[0-9a-fx.]*");
  private static final Pattern DOTTED_WITH_PORT = Pattern.compile("[0-9.]+:[0-9]*");
  private static final Pattern NAME_WITH_PORT = Pattern.compile("[^:]*[^:0-9a-fA-F][^:]*:[0-9]*");
  private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9a-fA-F:.]+");
  private static final Pattern HOST_NAME =
      Pattern.compile("[\\p{L}\\p{N}._-]*\\p{L}[\\p{L}\\p{N}._-]*");
  private static final String EXPECTED =
      "expected an IPv4 address such as 192.0.2.1 or an IPv6 address such as 2001:db8::1";

  private AddressParser() {}

  /**
   * The address that the text spells.
   *
   * @throws InvalidQuestionException for the parameter {@code address}
   */
  public static InetAddress parse(@Nullable String text) throws InvalidQuestionException {
    String literal = text == null ? "" : stripped(text);
    if (literal.isEmpty()) {
      throw refused("missing", "no address; " + EXPECTED);
    }
    if (literal.startsWith("[") || literal.endsWith("]")) {
      literal = withoutBrackets(literal);
    }
    refuseWhatIsMoreThanAnAddress(literal);
    byte[] bytes = literal.indexOf(':') >= 0 ? parseIpv6(literal) : parseIpv4(literal);
    return Addresses.ofBytes(bytes);
  }

  /** The address that the text spells; {@code null} when {@link #parse} refuses it. */
  public static @Nullable InetAddress find(String text) {
    try {
      return parse(text);
    } catch (InvalidQuestionException e) {
      return null;
    }
  }

  /** Without the blanks around it, and without the invisible marks that copying from pages adds. */
  static String stripped(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.getType(character) == Character.FORMAT;
  }

  private static String withoutBrackets(String literal) throws InvalidQuestionException {
    int close = literal.indexOf(']');
    if (literal.startsWith("[") && close > 0 && close < literal.length() - 1) {
      String rest = literal.substring(close + 1);
      if (rest.startsWith(":")) {
        throw refused("has_port", "a port is attached; give the address alone");
      }
      if (rest.startsWith("/")) {
        throw refused("is_network", "a network, not an address; give one address without \"/\"");
      }
    }
    if (!literal.startsWith("[") || close != literal.length() - 1) {
      throw refused("malformed", "square brackets do not enclose the address; " + EXPECTED);
    }
    String inside = literal.substring(1, close);
    if (inside.isEmpty()) {
      throw refused("missing", "no address between the square brackets; " + EXPECTED);
    }
    return inside;
  }

  private static void refuseWhatIsMoreThanAnAddress(String literal)
      throws InvalidQuestionException {
    if (literal.contains("://")) {
      throw refused("malformed", "a URL, not an address; " + EXPECTED);
    }
    if (literal.indexOf('/') >= 0) {
      throw refused("is_network", "a network, not an address; give one address without \"/\"");
    }
    if (literal.indexOf('%') >= 0) {
      throw refused(
          "zone_id",
          "a zone id (the part from \"%\" on) names a network interface of one machine and means"
              + " nothing elsewhere; such link-local addresses do not cross a router");
    }
    if (DOTTED_WITH_PORT.matcher(literal).matches() && literal.indexOf('.') >= 0) {
      throw refused("has_port", "a port is attached; give the address alone");
    }
    if (NAME_WITH_PORT.matcher(literal).matches() || HOST_NAME.matcher(literal).matches()) {
      if (HEX_OR_OCTAL_STYLE.matcher(literal).matches()) {
        throw refused("malformed", "hexadecimal numbers in an IPv4 address; " + EXPECTED);
      }
      throw refused(
          "host_name",
          "a name, not an address; names are never looked up, since they may have pointed elsewhere"
              + " at that time");
    }
  }

  private static byte[] parseIpv4(String literal) throws InvalidQuestionException {
    if (!DOTTED.matcher(literal).matches()) {
      throw refused("malformed", "not an IP address; " + EXPECTED);
    }
    if (literal.indexOf('.') < 0) {
      throw refused("malformed", "an integer, not an address; " + EXPECTED);
    }
    return parseDotted(literal);
  }

  private static byte[] parseDotted(String literal) throws InvalidQuestionException {
    String[] parts = literal.split("\\.", -1);
    if (parts.length != 4) {
      throw refused("malformed", "an IPv4 address has four numbers, found " + parts.length);
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      String part = parts[i];
      if (part.isEmpty()) {
        throw refused(
            "malformed", "an IPv4 address has four numbers, number " + (i + 1) + " is empty");
      }
      if (!part.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw refused(
            "malformed", "hexadecimal digits in the dotted part of an address; " + EXPECTED);
      }
      if (part.length() > 1 && part.charAt(0) == '0') {
        throw refused(
            "ambiguous",
            "a number with leading zeros: some programs read it as octal; write it without them");
      }
      if (part.length() > 3 || Integer.parseInt(part) > 255) {
        throw refused("out_of_range", "each number of an IPv4 address is 0 to 255");
      }
      bytes[i] = (byte) Integer.parseInt(part);
    }
    return bytes;
  }

  private static byte[] parseIpv6(String literal) throws InvalidQuestionException {
    if (!IPV6_CHARACTERS.matcher(literal).matches()) {
      throw refused("malformed", "an IPv6 address has hexadecimal digits and colons; " + EXPECTED);
    }
    int gap = literal.indexOf("::");
    if (gap >= 0 && literal.indexOf("::", gap + 1) >= 0) {
      throw refused("malformed", "\"::\" may stand once in an IPv6 address");
    }
    byte[] bytes = new byte[16];
    if (gap < 0) {
      int length = parseGroups(literal, true, bytes, 0);
      if (length != 16) {
        throw refused("malformed", "an IPv6 address has eight groups, found " + length / 2);
      }
      return bytes;
    }
    int head = parseGroups(literal.substring(0, gap), false, bytes, 0);
    byte[] end = new byte[16];
    int tail = parseGroups(literal.substring(gap + 2), true, end, 0);
    if (head + tail > 14) {
      throw refused(
          "malformed", "\"::\" stands for at least one group, eight are there without it");
    }
    System.arraycopy(end, 0, bytes, 16 - tail, tail);
    return bytes;
  }

  /** Writes the groups into {@code bytes}; says how many bytes they are. */
  private static int parseGroups(String text, boolean dottedEnd, byte[] bytes, int start)
      throws InvalidQuestionException {
    if (text.isEmpty()) {
      return 0;
    }
    String[] groups = text.split(":", -1);
    int position = start;
    for (int i = 0; i < groups.length; i++) {
      String group = groups[i];
      boolean dotted = group.indexOf('.') >= 0;
      if (dotted && (!dottedEnd || i < groups.length - 1)) {
        throw refused(
            "malformed", "only the end of an IPv6 address may be written as dotted decimal");
      }
      if (position + (dotted ? 4 : 2) > 16) {
        throw refused("malformed", "an IPv6 address has eight groups, found more");
      }
      if (dotted) {
        System.arraycopy(parseDotted(group), 0, bytes, position, 4);
        position += 4;
        continue;
      }
      if (group.isEmpty() || group.length() > 4) {
        throw refused(
            "malformed", "each group of an IPv6 address has one to four hexadecimal digits");
      }
      int value = Integer.parseInt(group, 16);
      bytes[position++] = (byte) (value >>> 8);
      bytes[position++] = (byte) value;
    }
    return position - start;
  }

  private static InvalidQuestionException refused(String code, String detail) {
    return new InvalidQuestionException(PARAMETER, code, detail);
  }
}
