package org.relaywitness.lookup;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;

/**
 * A block of addresses: those that share the first {@code prefixLength} bits of {@code address}.
 *
 * @param address the lowest address of the block: all bits behind the prefix are zero
 */
public record IpNetwork(InetAddress address, int prefixLength) {
  private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

  /** The block of this prefix length around an address. */
  public static IpNetwork around(InetAddress address, int prefixLength) {
    byte[] bytes = address.getAddress();
    if (prefixLength < 0 || prefixLength > 8 * bytes.length) {
      throw new IllegalArgumentException("prefix length " + prefixLength);
    }
    return new IpNetwork(Addresses.ofBytes(filled(bytes, prefixLength, false)), prefixLength);
  }

  /**
   * The block written as {@code ADDRESS/LENGTH}, with any address of it; {@code null} when the text
   * is anything else. A block of IPv4-mapped IPv6 addresses is read as IPv4.
   */
  public static @Nullable IpNetwork findCidr(String text) {
    String stripped = AddressParser.stripped(text);
    int slash = stripped.indexOf('/');
    if (slash < 0 || !LENGTH.matcher(stripped.substring(slash + 1)).matches()) {
      return null;
    }
    String literal = stripped.substring(0, slash);
    InetAddress address = AddressParser.find(literal);
    if (address == null) {
      return null;
    }
    int bits = 8 * address.getAddress().length;
    int length = Integer.parseInt(stripped.substring(slash + 1));
    if (bits == 32 && literal.indexOf(':') >= 0) {
      length -= 96;
    }
    return length < 0 || length > bits ? null : around(address, length);
  }

  /** Whether the address is in the block. */
  public boolean contains(InetAddress candidate) {
    byte[] bytes = candidate.getAddress();
    return bytes.length == address.getAddress().length
        && Arrays.equals(filled(bytes, prefixLength, false), address.getAddress());
  }

  /** The highest address of the block. */
  public InetAddress last() {
    return Addresses.ofBytes(filled(address.getAddress(), prefixLength, true));
  }

  private static byte[] filled(byte[] bytes, int prefixLength, boolean ones) {
    byte[] filled = bytes.clone();
    for (int bit = prefixLength; bit < 8 * filled.length; bit++) {
      int mask = 0x80 >>> (bit % 8);
      filled[bit / 8] = (byte) (ones ? filled[bit / 8] | mask : filled[bit / 8] & ~mask);
    }
    return filled;
  }

  /** {@code 192.0.2.0/24}. */
  @Override
  public String toString() {
    return Addresses.format(address) + "/" + prefixLength;
  }
}
