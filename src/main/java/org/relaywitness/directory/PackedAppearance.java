package org.relaywitness.directory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The byte form of an {@link Appearance}, equal for equal appearances: what the import path carries
 * from the parser to the run encoder without making an object per entry.
 *
 * <pre>
 *  0  20  fingerprint
 * 20   1  flags: 1 Exit, 2 BadExit, 4 has a policy, 8 the address is IPv6
 * 21   2  OR port, big endian
 * 23   4 or 16  address
 *  .   1  length of the nickname, then the nickname, ASCII
 *  .   .  the policy summary, ASCII, to the end (only with flag 4)
 * </pre>
 */
public final class PackedAppearance {
  /** Flag bit: the entry has the {@code Exit} flag. */
  public static final int EXIT = 1;

  /** Flag bit: the entry has the {@code BadExit} flag. */
  public static final int BAD_EXIT = 2;

  /** Flag bit: a policy summary follows the nickname. */
  public static final int HAS_POLICY = 4;

  /** Flag bit: the address has 16 bytes. */
  public static final int IPV6 = 8;

  /** Offset of the flags byte. */
  public static final int FLAGS_OFFSET = 20;

  /** Offset of the two bytes of the OR port. */
  public static final int PORT_OFFSET = 21;

  /** Offset of the address. */
  public static final int ADDRESS_OFFSET = 23;

  private PackedAppearance() {}

  /** The appearance in the {@code length} bytes at {@code offset}. */
  public static Appearance unpack(byte[] bytes, int offset, int length) {
    int flags = bytes[offset + FLAGS_OFFSET];
    int addressEnd = offset + ADDRESS_OFFSET + addressLength(flags);
    int nicknameEnd = addressEnd + 1 + (bytes[addressEnd] & 0xff);
    return new Appearance(
        Addresses.ofBytes(Arrays.copyOfRange(bytes, offset + ADDRESS_OFFSET, addressEnd)),
        Fingerprint.ofBytes(bytes, offset),
        text(bytes, addressEnd + 1, nicknameEnd),
        ((bytes[offset + PORT_OFFSET] & 0xff) << 8) | (bytes[offset + PORT_OFFSET + 1] & 0xff),
        (flags & EXIT) != 0,
        (flags & BAD_EXIT) != 0,
        (flags & HAS_POLICY) == 0 ? null : policy(text(bytes, nicknameEnd, offset + length)));
  }

  /** The bytes of an appearance, newly allocated. */
  public static byte[] pack(Appearance appearance) {
    byte[] address = appearance.address().getAddress();
    byte[] nickname = appearance.nickname().getBytes(StandardCharsets.US_ASCII);
    ExitPolicySummary summary = appearance.policy();
    byte[] policy =
        summary == null ? new byte[0] : summary.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[ADDRESS_OFFSET + address.length + 1 + nickname.length + policy.length];
    System.arraycopy(appearance.fingerprint().toBytes(), 0, bytes, 0, Fingerprint.LENGTH);
    bytes[FLAGS_OFFSET] =
        (byte)
            ((appearance.exit() ? EXIT : 0)
                | (appearance.badExit() ? BAD_EXIT : 0)
                | (summary == null ? 0 : HAS_POLICY)
                | (address.length == 16 ? IPV6 : 0));
    bytes[PORT_OFFSET] = (byte) (appearance.orPort() >>> 8);
    bytes[PORT_OFFSET + 1] = (byte) appearance.orPort();
    System.arraycopy(address, 0, bytes, ADDRESS_OFFSET, address.length);
    int position = ADDRESS_OFFSET + address.length;
    bytes[position++] = (byte) nickname.length;
    System.arraycopy(nickname, 0, bytes, position, nickname.length);
    System.arraycopy(policy, 0, bytes, position + nickname.length, policy.length);
    return bytes;
  }

  /** The length of the address that these flags announce: 4 or 16 bytes. */
  public static int addressLength(int flags) {
    return (flags & IPV6) == 0 ? 4 : 16;
  }

  private static String text(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
  }

  private static @Nullable ExitPolicySummary policy(String text) {
    ExitPolicySummary policy = ExitPolicySummary.find(text);
    if (policy == null) {
      throw new IllegalArgumentException("not an exit policy summary: \"" + text + "\"");
    }
    return policy;
  }
}
